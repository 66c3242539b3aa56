// Bundles the page's program: dist/page.js, one classic script without imports, ECharts within.
//
//     npm ci && node build.mjs
//
// The bundle stands in a <script> of an HTML file, so `</script` must not occur in it; esbuild escapes that in strings.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const notice = await readFile(`${folder}THIRD-PARTY.txt`, 'utf8');

const strings = JSON.parse(await readFile(`${folder}strings.json`, 'utf8'));
for (const [table, entries] of Object.entries(strings)) {
  if (table === 'provinces' || table === 'magnitudes') continue;
  for (const [key, entry] of Object.entries(entries)) {
    if (typeof entry.zh !== 'string' || typeof entry.en !== 'string') throw new Error(`strings.json: ${table}.${key} is not said in both languages`);
  }
}

await build({
  absWorkingDir: folder,
  entryPoints: ['src/main.js'],
  outfile: 'dist/page.js',
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2020'],
  charset: 'utf8',
  legalComments: 'none', // what they would say is in the notice, once
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: `/*!\n${notice.replaceAll('*/', '* /')}*/` },
  logLevel: 'info',
});
