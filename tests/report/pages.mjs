// Runs and their pages: everything is made by yanzhen itself, in a folder that is gone when the tests are over.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = process.env.YANZHEN_SOURCE;
const delta = join(source, 'scenarios/yangtze-delta');
const quick = ['--set', 'scale.people_per_agent=1000'];

export const folder = mkdtempSync(join(tmpdir(), 'yanzhen-report-'));
export const forget = () => rmSync(folder, { recursive: true, force: true });

/// Runs yanzhen to its end. Returns what it printed. \throws Error where it fails
export function yanzhen(...words) {
  return execFileSync(process.env.YANZHEN, words.map(String), { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
}

function run(scenario, name, ...words) {
  yanzhen('run', scenario, '-o', `${name}.h5`, '--quiet', ...words);
  return `${name}.h5`;
}

/// The page of run files, shown in English first. Returns its path.
function page(name, ...files) {
  yanzhen('report', ...files, '-o', `${name}.html`, '--lang', 'en', '--force');
  return join(folder, `${name}.html`);
}

/// 41 cities over 30 years.
export function deltaPage() {
  return page('delta', run(join(delta, 'baseline.toml'), 'delta', ...quick));
}

export const seeds = [1, 2, 3];
const few = [...quick, '--set', 'time.end=2015-01'];
const filesOf = (word) => seeds.map((seed) => `${word}-${seed}.h5`);
export const comparedFiles = [...filesOf('base'), ...filesOf('park')];

/// A policy against the baseline, three seeds each.
export function comparisonPage() {
  for (const seed of seeds) {
    run(join(delta, 'baseline.toml'), `base-${seed}`, ...few, '--seed', seed);
    run(join(delta, 'policies/suzhou-chuzhou-park.toml'), `park-${seed}`, ...few, '--seed', seed);
  }
  return page('comparison', ...comparedFiles);
}

const small = { urn: '01-urn/urn.toml', ring: '03-core-and-periphery/ring.toml', race: '05-tax-race/race.toml' };
export const smallModels = Object.keys(small);

export function smallPage(name) {
  return page(name, run(join(source, 'scenarios/teaching', small[name]), name));
}

export function sweepPage() {
  writeFileSync(join(folder, 'distance.toml'), `title = "Distance"\nscenario = ${JSON.stringify(join(source, 'scenarios/tiny/tiny.toml'))}\nreplicates = 2\n`
    + '[set]\n"time.end" = "2003-01"\n[design]\nkind = "grid"\n[factor.distance]\npath = "firms.distance"\nvalues = [0.2, 0.5, 0.9]\n'
    + '[factor.seasons]\npath = "firms.relocation.sensitivity"\nvalues = [0.5, 2.0]\n');
  yanzhen('sweep', 'distance.toml', '-o', 'distance.sweep.h5', '--quiet');
  return page('sweep', 'distance.sweep.h5');
}

/// Texts that a page could take for markup, a script or a formula, and their places in the tiny scenario.
export const hostile = {
  title: `<script>alert(1)</script> "quotes" 'single' \u202e\u05e2\u05d1\u05e8\u05d9\u05ea\u202c ${'字'.repeat(10000)}`,
  question: '"\'&amp;<img src=x onerror=alert(1)></script><b>bold</b>',
  cities: { 'Crane Bay': '=1+1', 'Stone Bridge': '<script>alert(1)</script>', Wheatfield: '\u202e\u05e2\u05d1\u05e8\u05d9\u05ea <img src=x onerror=alert(1)>', 'Mist Island': '"quotes", \'single\'' },
};

// The tiny scenario in a folder of its own, its cities as `change` makes them of the table's text.
function tinyWith(name, change) {
  cpSync(join(source, 'scenarios/tiny'), join(folder, name), { recursive: true });
  const table = join(folder, name, 'data/cities.csv');
  writeFileSync(table, change(readFileSync(table, 'utf8')));
  return join(folder, name, 'tiny.toml');
}

/// The page of a scenario with two cities of one English name in one province.
export function twinsPage() {
  return page('twins', run(tinyWith('alike', (cities) => cities.replace('Stone Bridge', 'Twin').replace('Wheatfield', 'Twin')), 'twins'));
}

/// The page of a scenario in which title, question and every name of a city are hostile, in both languages.
export function hostilePage() {
  const scenario = tinyWith('own', (cities) => Object.entries(hostile.cities).reduce((text, [name, other]) => {
    const field = `"${other.replaceAll('"', '""')}"`;
    return text.replace(new RegExp(`[^,\n]*,${name},`), () => `${field},${field},`);
  }, cities));
  let text = readFileSync(scenario, 'utf8').replace(/^title = .*$/m, () => `title = ${JSON.stringify(hostile.title)}`);
  text = text.replace(/^question = .*$/m, () => `question = ${JSON.stringify(hostile.question)}`);
  writeFileSync(scenario, text);
  return page('hostile', run(scenario, 'hostile'));
}
