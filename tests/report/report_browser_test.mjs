// The page of `yanzhen report` as a reader meets it: in a browser, with keyboard and mouse, without a network.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { downloaded, open, seeAll, shownDate, startBrowser, widthOf } from './browser.mjs';
import { parse } from './csv.mjs';
import { comparedFiles, comparisonPage, deltaPage, folder, forget, hostile, hostilePage, smallModels, smallPage, sweepPage, twinsPage, yanzhen } from './pages.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => {
  await browser?.close();
  forget();
});

/// A page that stays open for the tests of one group; none of them may leave a fault.
function opened(make, ...size) {
  const kept = {};
  before(async () => {
    kept.path = make();
    Object.assign(kept, await open(browser, kept.path, ...size));
    console.log(`# ${kept.path.split('/').at(-1)}: ${(statSync(kept.path).size / 1e6).toFixed(2)} MB, title shown after ${kept.milliseconds} ms`);
  });
  after(() => kept.close?.());
  return kept;
}

function numbersOf(entry) {
  const bytes = Buffer.from(entry.f64 ?? entry.slice(4), 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, k) => bytes.readDoubleLE(8 * k));
}

const readsBackAs = (text, number) => Object.is(text === '' ? NaN : Number(text), number);
const columnOf = (rows, head) => rows.slice(1).map((row) => row[rows[0].indexOf(head)]);
const cells = (page, column) => page.$$eval(`#panel-table tbody tr > :nth-child(${column})`, (found) => found.map((cell) => cell.dataset.value ?? cell.textContent));
const choose = (page, panel) => page.selectOption('#table-panel', panel);

// At a phone's and a projector's width, in both languages.
async function fitsEveryWidth(path) {
  for (const [width, height] of [[390, 844], [1920, 1080]]) {
    const shown = await open(browser, path, width, height);
    for (const lang of ['en', 'zh']) {
      await shown.page.click(`#lang-${lang}`);
      await seeAll(shown.page);
      assert.ok(await widthOf(shown.page) <= width, `${lang}: ${await widthOf(shown.page)} wide in a window of ${width}`);
    }
    assert.deepEqual(shown.faults, []);
    await shown.close();
  }
}

describe('the watch on a page', () => {
  test('sees logs, requests, dialogs and errors of a bad page', async () => {
    const path = join(folder, 'bad.html');
    writeFileSync(path, '<h1>bad</h1><script>console.log("said"); fetch("http://127.0.0.1:9/x").catch(() => 0); alert(1); nothing();</script>');
    const { page, faults, close } = await open(browser, path);
    for (let k = 0; k < 100 && faults.length < 4; ++k) await page.waitForTimeout(100);
    for (const kind of ['console log: said', 'request: http://127.0.0.1:9/x', 'dialog: 1', 'error: ReferenceError']) {
      assert.ok(faults.some((fault) => fault.startsWith(kind)), `${kind} is not in ${faults}`);
    }
    await close();
  });
});

describe('the page of a Delta run', () => {
  const delta = opened(deltaPage);
  const dates = Array.from({ length: 31 }, (_, k) => `${2010 + k}-01-01`);

  test('is below 4 MB and opens before a reader gives up', () => {
    assert.ok(statSync(delta.path).size < 4e6, `${statSync(delta.path).size} bytes`);
    assert.ok(delta.milliseconds < 20000, `${delta.milliseconds} ms`); // a page that hangs; a busy machine stays far below
  });

  test('shows title, question, map, lines, structure, inequality, table, and what made it', async () => {
    assert.equal(await delta.page.textContent('h1'), 'Yangtze River Delta, baseline');
    for (const id of ['policies', 'map', 'lines', 'structure', 'inequality', 'table', 'ending']) assert.ok(await delta.page.$(`#${id}`), id);
    await seeAll(delta.page);
    assert.equal(await delta.page.$$eval('#map .chart.map svg', (found) => found.length), 1);
    const ending = await delta.page.textContent('#ending');
    const [{ checksum, seed, scenario_file: file }] = JSON.parse(yanzhen('report', 'delta.h5', '--json')).runs;
    for (const text of [checksum, String(seed), file]) assert.ok(ending.includes(text), text);
  });

  test('moves its date by the keyboard', async () => {
    const { page } = delta;
    assert.equal(await shownDate(page), dates.at(-1));
    await page.focus('#date');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await shownDate(page), dates.at(-2));
    await page.keyboard.press('Home');
    assert.equal(await shownDate(page), dates[0]);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('ArrowRight');
    assert.equal(await shownDate(page), dates[1]);
  });

  test('moves its date by the mouse', async () => {
    const { page } = delta;
    const box = await page.locator('#date').boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    assert.equal(await shownDate(page), dates[15]);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 50, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    assert.equal(await shownDate(page), dates.at(-1));
  });

  test('draws another map and another table at another date', async () => {
    const { page } = delta;
    await page.locator('#map .chart.map').scrollIntoViewIfNeeded();
    await page.focus('#date');
    await page.keyboard.press('End');
    const end = { map: await page.innerHTML('#map .chart.map'), table: await page.innerText('#panel-table') };
    await page.keyboard.press('Home');
    await page.waitForFunction((before) => document.querySelector('#map .chart.map').innerHTML !== before, end.map);
    assert.notEqual(await page.innerText('#panel-table'), end.table);
  });

  test('plays from the start, pauses, and stops at the end', async () => {
    const { page } = delta;
    await page.selectOption('#speed', '8');
    await page.focus('#date');
    await page.keyboard.press('End');
    await page.click('#play');
    await page.waitForFunction((last) => document.getElementById('date-shown').textContent < last, dates.at(-1));
    await page.waitForFunction((first) => document.getElementById('date-shown').textContent > first, dates[0]);
    await page.click('#play');
    const paused = await shownDate(page);
    await page.waitForTimeout(600); // four records at this speed
    assert.equal(await shownDate(page), paused);
    assert.equal(await page.getAttribute('#play', 'aria-label'), 'Play');
    await page.click('#play');
    await page.waitForFunction((last) => document.getElementById('date-shown').textContent === last, dates.at(-1));
    await page.waitForFunction(() => document.getElementById('play').getAttribute('aria-label') === 'Play');
  });

  test('sorts its table by a click on a head, both ways', async () => {
    const { page } = delta;
    await choose(page, 'residents');
    await page.click('#panel-table-head-2');
    const down = (await cells(page, 3)).map(Number);
    assert.equal(down.length, 41);
    assert.deepEqual(down, down.toSorted((a, b) => b - a));
    await page.click('#panel-table-head-2');
    assert.deepEqual((await cells(page, 3)).map(Number), down.toReversed());
    await page.click('#panel-table-head-0');
    const names = await cells(page, 1);
    assert.deepEqual(names, names.toSorted(new Intl.Collator('en', { numeric: true }).compare));
    assert.equal(await page.getAttribute('th:has(#panel-table-head-0)', 'aria-sort'), 'ascending');
  });

  test('downloads tables that equal the run file to the last bit', async (context) => {
    const panels = ['residents', 'value_added', 'firms', 'theil'];
    const file = fromFile('delta.h5', panels);
    if (!file) return context.skip('no python3 with h5py');
    const { page } = delta;
    for (const panel of panels.slice(0, 3)) {
      await choose(page, panel);
      const rows = parse(await downloaded(page, '#csv-all'));
      const wanted = numbersOf(file[panel]);
      const found = columnOf(rows, panel);
      assert.equal(found.length, wanted.length, panel);
      found.forEach((text, k) => assert.ok(readsBackAs(text, wanted[k]), `${panel} ${k}: ${text} is not ${wanted[k]}`));
      const each = wanted.length / (dates.length * 41);
      columnOf(rows, 'city').forEach((name, k) => assert.equal(name, file.city[Math.floor(k / each) % 41]));
      columnOf(rows, 'date').forEach((date, k) => assert.equal(date, dates[Math.floor(k / each / 41)]));
    }
    await choose(page, '*indices');
    const indices = parse(await downloaded(page, '#csv-all'));
    columnOf(indices, 'theil').forEach((text, r) => assert.ok(readsBackAs(text, numbersOf(file.theil)[r]), `theil ${r}: ${text}`));
    assert.equal(indices.length, dates.length + 1);
  });

  test('downloads the date shown as the table is sorted', async (context) => {
    const file = fromFile('delta.h5', ['residents']);
    if (!file) return context.skip('no python3 with h5py');
    const { page } = delta;
    await choose(page, 'residents');
    await page.focus('#date');
    await page.keyboard.press('ArrowLeft');
    await page.click('#panel-table-head-2');
    const rows = parse(await downloaded(page, '#csv-date'));
    const found = columnOf(rows, 'residents');
    assert.deepEqual(found, await cells(page, 3));
    assert.deepEqual(new Set(columnOf(rows, 'date')), new Set([dates.at(-2)]));
    const wanted = numbersOf(file.residents).slice(29 * 41, 30 * 41);
    columnOf(rows, 'city').forEach((name, k) => assert.ok(readsBackAs(found[k], wanted[file.city.indexOf(name)]), `${name}: ${found[k]}`));
    assert.equal(new Set(columnOf(rows, 'city')).size, 41);
  });

  test('switches to Chinese, with every label in it', async () => {
    const { page } = delta;
    await page.click('#lang-zh');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    assert.equal(await page.getAttribute('#play', 'aria-label'), '播放');
    for (const title of await page.$$eval('section h2', (found) => found.map((one) => one.textContent))) assert.match(title, /\p{Script=Han}/u);
    await seeAll(page);
    const labels = await page.$$eval('#map .chart.map svg text', (found) => found.map((one) => one.textContent));
    assert.ok(labels.includes('上海市'), labels.join());
    assert.ok(!labels.some((label) => /^[A-Z][a-z]/.test(label)), labels.join());
    assert.ok((await cells(page, 1)).includes('上海市'));
  });

  test('draws Chinese letters and no empty boxes', async () => {
    const { page } = delta;
    await page.locator('#map .chart.map').scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    // Without a font all three would be the same boxes. The last is of code points that Unicode has not assigned.
    const pictures = [];
    for (const text of ['上海市', '苏州城', '\u0378\u0379\u0380']) pictures.push(await pictureOfLabel(page, text));
    assert.ok(!pictures[0].equals(pictures[1]), 'two names look the same: is there a Chinese font (fonts-noto-cjk)?');
    assert.ok(!pictures[0].equals(pictures[2]), 'a name looks like unassigned letters: is there a Chinese font (fonts-noto-cjk)?');
  });

  test('left no fault', () => assert.deepEqual(delta.faults, []));

  test('fits a phone and a projector', () => fitsEveryWidth(delta.path));
});

// The label of Shanghai on the map as pixels, with another text in it.
async function pictureOfLabel(page, text) {
  const clip = await page.evaluate((shown) => {
    const labels = [...document.querySelectorAll('#map .chart.map svg text')];
    const label = labels.find((one) => one.dataset.shanghai || one.textContent === '上海市');
    label.dataset.shanghai = '1';
    label.textContent = '上海市';
    const { x, y, width, height } = label.getBoundingClientRect();
    label.textContent = shown;
    return { x, y, width, height };
  }, text);
  return page.screenshot({ clip });
}

// Panels of a run file, or null where there is no h5py.
function fromFile(run, panels) {
  try {
    const reader = join(dirname(fileURLToPath(import.meta.url)), 'read_run.py');
    return JSON.parse(execFileSync('/usr/bin/python3', [reader, join(folder, run), ...panels], { encoding: 'utf8', maxBuffer: 1 << 28 }));
  } catch (error) {
    if (error.status === 77 || error.code === 'ENOENT') return null;
    throw error;
  }
}

describe('the page of a policy and the baseline, three seeds each', () => {
  const comparison = opened(comparisonPage);
  let data;
  before(() => { data = JSON.parse(yanzhen('report', ...comparedFiles, '--json')); });

  test('shows the difference first, and each scenario on demand', async () => {
    const { page } = comparison;
    const views = await page.$$eval('#view option', (found) => found.map((one) => one.textContent));
    data.views.forEach((view, k) => assert.ok(view.name.en.startsWith(views[k].replace(/…$/, '')), `${views[k]} is not ${view.name.en}`));
    assert.equal(views.length, 3);
    assert.equal(data.views[2].kind, 'difference');
    assert.equal(await page.inputValue('#view'), '2');
    assert.ok((await page.textContent('#policies')).includes(data.views[2].name.en));
    for (const id of ['map', 'lines', 'inequality', 'table']) assert.ok(await page.$(`#${id}`), id);
    await seeAll(page);
    assert.match(await page.textContent('#map'), /of 41/);
  });

  test('draws another map and other lines for each view', async () => {
    const { page } = comparison;
    const seen = new Set();
    for (const view of ['0', '1', '2']) {
      await page.selectOption('#view', view);
      await seeAll(page);
      seen.add(await page.innerHTML('#map .chart.map')).add(await page.$$eval('#lines .chart', (found) => found.map((one) => one.innerHTML).join()));
    }
    assert.equal(seen.size, 6);
  });

  test('downloads means, differences and their intervals as the program gives them', async () => {
    const { page } = comparison;
    for (const [view, { panels }] of data.views.entries()) {
      await page.selectOption('#view', String(view));
      await choose(page, 'residents');
      const rows = parse(await downloaded(page, '#csv-all'));
      for (const [head, key] of [['residents', 'values'], ['low', 'low'], ['high', 'high']]) {
        const wanted = numbersOf(panels.residents[key]);
        const found = columnOf(rows, head);
        assert.equal(found.length, wanted.length);
        found.forEach((text, k) => assert.ok(readsBackAs(text, wanted[k]), `view ${view}, ${head} ${k}: ${text} is not ${wanted[k]}`));
      }
    }
    assert.ok(numbersOf(data.views[2].panels.residents.values).some((number) => number !== 0));
  });

  test('left no fault', () => assert.deepEqual(comparison.faults, []));

  test('fits a phone and a projector', () => fitsEveryWidth(comparison.path));
});

describe('the page of a scenario with hostile names', () => {
  const own = opened(hostilePage);
  const names = Object.values(hostile.cities);

  test('shows title and question as text, and the whole of a long one on demand', async () => {
    const head = own.page.locator('h1');
    assert.ok((await head.textContent()).startsWith('<script>alert(1)</script> "quotes"'));
    assert.ok((await head.textContent()).length < 1000);
    assert.equal(await head.getAttribute('title'), hostile.title);
    assert.equal(await own.page.textContent('.question'), hostile.question);
    assert.ok((await own.page.title()).startsWith('<script>alert(1)</script> "quotes"'));
  });

  for (const lang of ['en', 'zh']) {
    test(`shows names as text and makes nothing of them, in ${lang}`, async () => {
      const { page } = own;
      await page.click(`#lang-${lang}`);
      await seeAll(page);
      assert.deepEqual(new Set(await cells(page, 1)), new Set(names));
      await touchCharts(page);
      for (const [tag, count] of [['script', 2], ['img', 0], ['iframe', 0], ['main b:text-is("bold")', 0]]) assert.equal(await page.locator(tag).count(), count, tag);
      assert.equal(await page.locator('[onerror], [onclick], [onload]').count(), 0);
      assert.deepEqual(own.faults, []);
    });
  }

  test('guards a name that a spreadsheet would take for a formula', async () => {
    const text = await downloaded(own.page, '#csv-all');
    assert.deepEqual(new Set(columnOf(parse(text), 'city')), new Set(["'=1+1", ...names.slice(1)]));
    assert.doesNotMatch(text, /(^|,)"?=/m);
    const shown = parse(await downloaded(own.page, '#csv-date'));
    assert.deepEqual(new Set(columnOf(shown, 'city')), new Set(["'=1+1", ...names.slice(1)]));
  });

  test('left no fault', () => assert.deepEqual(own.faults, []));

  test('fits a phone and a projector', () => fitsEveryWidth(own.path));
});

describe('the page of a scenario with two cities of one name', () => {
  const own = opened(twinsPage);

  test('tells them apart, and each has its own row', async () => {
    const { page } = own;
    await page.click('#lang-en');
    await seeAll(page);
    const shown = await cells(page, 1);
    assert.equal(new Set(shown).size, shown.length, shown.join());
    const rows = parse(await downloaded(page, '#csv-date'));
    assert.equal(new Set(columnOf(rows, 'city')).size, 4);
  });

  test('left no fault', () => assert.deepEqual(own.faults, []));
});

// Moves the mouse over every chart, so that what it says of what lies there is made.
async function touchCharts(page) {
  let tips = 0;
  for (const chart of await page.locator('.chart').all()) {
    if (!await chart.isVisible()) continue;
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    for (const [x, y] of [[0.3, 0.3], [0.5, 0.5], [0.6, 0.7]]) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
      await page.waitForTimeout(30);
    }
    tips += await chart.locator('.tip').count();
  }
  assert.ok(tips > 0, 'no chart said anything');
}

for (const name of smallModels) {
  describe(`the page of the small model ${name}`, () => {
    const model = opened(() => smallPage(name));

    test('shows its table, moves its date, and left no fault', async () => {
      await seeAll(model.page);
      assert.ok((await cells(model.page, 1)).length > 1);
      const last = await shownDate(model.page);
      await model.page.focus('#date');
      await model.page.keyboard.press('ArrowLeft');
      assert.ok(await shownDate(model.page) < last);
      assert.deepEqual(model.faults, []);
    });

    test('fits a phone and a projector', () => fitsEveryWidth(model.path));
  });
}

describe('the page of a sweep', () => {
  const sweep = opened(sweepPage);

  test('draws its charts and left no fault', async () => {
    await seeAll(sweep.page);
    assert.ok(await sweep.page.locator('.chart svg').count() > 1);
    assert.deepEqual(sweep.faults, []);
  });

  test('fits a phone and a projector', () => fitsEveryWidth(sweep.path));
});
