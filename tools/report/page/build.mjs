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
