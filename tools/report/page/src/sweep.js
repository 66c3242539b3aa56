// The page of a sweep: what its points have, and which factor matters.
import { chartName, choice, dataText, element } from './dom.js';
import { digits, largestOf, Measure } from './numbers.js';
import { curveChart } from './curves.js';
import { heatMap } from './heat_map.js';
import { more } from './ending.js';
import { pointsTable } from './points_table.js';
import { Section } from './section.js';
import { sensitivities } from './sensitivity.js';
import { Sweep } from './sweep_data.js';
import { tip, tooltip, valueAxis } from './chart.js';
import { category, ink } from './colours.js';
import { whiskerUp } from './whiskers.js';

/// Sections of a sweep, in their order.
export function sweepSections(state) {
  const sweep = new Sweep(state.data.sweep, state.data.dates);
  if (sweep.indices.length === 0 || sweep.factors.length === 0) return [about(state, sweep)];
  const make = (id, title, build) => new Section(state, id, state.text(title), (section) => build(section, sweep)).element;
  return [about(state, sweep), sweep.factors.length > 1 ? make('heat', 'heat_map', heatMap) : null, make('sensitivity', 'sensitivity', sensitivities),
    make('against', 'against', against), sweep.series && sweep.dates.length > 1 ? make('over-time', 'sweep_over_time', overTime) : null, make('points', 'points', pointsTable), origin(state, sweep)].filter(Boolean);
}

function about(state, sweep) {
  const facts = [[state.text('design'), state.text(`design_${sweep.design}`)], [state.text('points'), sweep.points], [state.text('replicates'), sweep.replicates], [state.text('runs'), sweep.runs], [state.text('failed'), sweep.failed], [state.text('missing'), sweep.missing]];
  return element('section', { class: 'section', id: 'about', 'aria-labelledby': 'about-title' }, element('h2', { id: 'about-title' }, state.text('design_title')),
    element('ul', { class: 'tiles' }, facts.map(([name, value]) => element('li', {}, element('b', {}, typeof value === 'number' ? digits(value, state.lang) : value), element('span', {}, name)))),
    element('div', { class: 'table-scroll short', tabindex: '0', role: 'region', 'aria-label': state.text('factors') }, element('table', {}, element('thead', {}, element('tr', {}, [state.text('factor'), state.text('values'), state.text('unit'), state.text('meaning')].map((h) => element('th', { scope: 'col' }, h)))),
      element('tbody', {}, sweep.factors.map((f, k) => element('tr', {}, element('th', { scope: 'row' }, dataText('span', f.name)), element('td', {}, dataText('span', range(state, sweep, k), 'words')), element('td', {}, dataText('span', f.unit)), element('td', {}, dataText('span', f.meaning, 'words'))))))));
}

function range(state, sweep, factor) {
  const { levels } = sweep.factors[factor];
  if (levels) return levels.map((l) => chartName(l, 40)).join(state.lang === 'zh' ? '、' : ', ');
  const values = sweep.all().map((p) => sweep.factorAt(p, factor)).filter(Number.isFinite);
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  return distinct.length <= 8 ? distinct.map((v) => digits(v, state.lang)).join(state.lang === 'zh' ? '、' : ', ') : `${digits(distinct[0], state.lang)} … ${digits(distinct.at(-1), state.lang)}`;
}

/// A choice of the index that all pictures of the sweep show; and of a factor under `key`.
export function pickIndex(section, sweep) {
  const { state } = section;
  const options = sweep.indices.map((x, k) => ({ value: String(k), text: state.panelName(x.name) }));
  const id = `${section.element?.id ?? 'sweep'}-index`;
  const value = state.choice(id, options[0].value, options.map((o) => o.value));
  return { index: Number(value), control: choice({ id, label: state.text('index'), value, options, onPick: section.pick(id) }) };
}

export function pickFactor(section, sweep, key, label, otherwise, not) {
  const { state } = section;
  const options = sweep.factors.map((f, k) => ({ value: String(k), text: f.name })).filter((o) => Number(o.value) !== not);
  const fallback = options.some((o) => o.value === String(otherwise)) ? String(otherwise) : options[0].value;
  const value = state.choice(key, fallback, options.map((o) => o.value));
  return { factor: Number(value), control: choice({ id: key, label, value, options, onPick: section.pick(key) }) };
}

/// How the values of an index over all points are said.
export function indexMeasure(state, sweep, index) {
  return new Measure(sweep.indices[index].unit, largestOf(sweep.all().map((p) => sweep.meanAt(p, index)).filter(Number.isFinite)), state.lang);
}

export function indexTitle(state, sweep, index, measure) {
  return element('p', { class: 'chart-title', title: sweep.indices[index].meaning || null }, state.panelName(sweep.indices[index].name), measure.label ? element('span', { class: 'unit' }, measure.label) : null);
}

// Every point, and the mean of each level with its interval.
function against(section, sweep) {
  const { state } = section;
  const { index, control } = pickIndex(section, sweep);
  const { factor, control: which } = pickFactor(section, sweep, 'against-factor', state.text('factor'), 0);
  const measure = indexMeasure(state, sweep, index);
  const effect = sweep.effects.find((e) => e.index === index && e.factor === factor);
  return [element('div', { class: 'choices' }, control, which), indexTitle(state, sweep, index, measure), section.chart({ label: state.text('against'), height: 420, make: () => againstOption(state, sweep, index, factor, measure, effect) }),
    element('p', { class: 'quiet' }, state.text('against_note'))];
}

function againstOption(state, sweep, index, factor, measure, effect) {
  const { name, unit, levels } = sweep.factors[factor];
  const data = sweep.all().map((p) => ({ value: [sweep.factorAt(p, factor), sweep.meanAt(p, index)], p })).filter((d) => Number.isFinite(d.value[1]));
  const middle = (level, k) => (levels ? k : (level.from + level.to) / 2);
  const means = (effect?.levels ?? []).map((level, k) => [middle(level, k), level.mean, level.low, level.high, level.count]).filter((m) => Number.isFinite(m[1]) && Number.isFinite(m[0]));
  const xAxis = levels ? { type: 'category', data: levels.map((l) => chartName(l, 16)), axisLabel: { color: ink } } : valueAxis(new Measure('1', 1, state.lang), { scale: true });
  return { grid: { left: 10, right: 24, top: 14, bottom: 40, containLabel: true }, xAxis: { ...xAxis, name: chartName(`${name}${unit && unit !== '1' ? ` (${unit})` : ''}`, 60), nameLocation: 'middle', nameGap: 28 }, yAxis: valueAxis(measure, { scale: true }),
    tooltip: tooltip(({ data: d, seriesId }) => (seriesId === 'means' ? tip(chartName(name, 40), [[null, state.text('mean'), measure.say(d[1])], [null, state.text('interval'), `${measure.number(d[2])} … ${measure.number(d[3])}`]]) : pointTip(state, sweep, d.p, index, measure))),
    series: [{ id: 'points', type: 'scatter', symbolSize: 7, data, itemStyle: { color: category(5), opacity: 0.55 } }, { id: 'whiskers', type: 'custom', silent: true, z: 4, data: means.map((m) => [m[0], m[2], m[3]]), encode: { x: 0, y: [1, 2] }, renderItem: (params, api) => whiskerUp(api) },
      { id: 'means', type: 'line', data: means, symbol: 'circle', symbolSize: 9, lineStyle: { color: category(0), width: 2 }, itemStyle: { color: category(0) }, z: 5 }] };
}

export function pointTip(state, sweep, p, index, measure) {
  return tip(`${state.text('point')} ${p}`, [...sweep.factors.slice(0, 12).map((f, k) => [null, chartName(f.name, 30), factorText(state, sweep, p, k)]), [null, state.panelName(sweep.indices[index].name), measure.say(sweep.meanAt(p, index))]]);
}

export function factorText(state, sweep, p, factor) {
  const value = sweep.factorAt(p, factor);
  const { levels } = sweep.factors[factor];
  return levels ? chartName(levels[value] ?? '–', 30) : digits(value, state.lang);
}

function overTime(section, sweep) {
  const { state } = section;
  const { index, control } = pickIndex(section, sweep);
  const { factor, control: which } = pickFactor(section, sweep, 'time-factor', state.text('factor'), 0);
  const cells = sweep.cells(factor, (v) => digits(v, state.lang));
  const members = cells.labels.map((_, k) => sweep.all().filter((p) => cells.of(p) === k));
  const curves = cells.labels.map((name, k) => ({ name, values: Float64Array.from(sweep.dates, (_, r) => sweep.average(members[k], (p) => sweep.seriesAt(p, r, index), index)) }));
  const measure = new Measure(sweep.indices[index].unit, Math.max(0, ...curves.map((c) => largestOf(c.values))), state.lang);
  const options = { label: state.text('sweep_over_time'), height: 400, measure };
  return [element('div', { class: 'choices' }, control, which), indexTitle(state, sweep, index, measure), section.chart(curveChart(state, curves, options)), element('p', { class: 'quiet' }, state.text('sweep_over_time_note', { name: chartName(sweep.factors[factor].name, 60) }))];
}

function origin(state, sweep) {
  const row = (name, value) => [element('dt', {}, name), element('dd', {}, dataText('span', String(value ?? ''), 'words'))];
  return element('section', { class: 'section ending', id: 'ending', 'aria-labelledby': 'ending-title' }, element('h2', { id: 'ending-title' }, state.text('ending')),
    element('article', { class: 'card' }, element('dl', {}, row(state.text('file'), sweep.file), row(state.text('scenario_file'), sweep.scenario_file), row(state.text('model'), sweep.model), row(state.text('master_seed'), sweep.master_seed), row(state.text('version'), `${sweep.version} (${sweep.commit})`)),
      more(state.text('plan_text'), element('pre', { dir: 'ltr', tabindex: '0' }, sweep.plan ?? '')), more(state.text('scenario_text'), element('pre', { dir: 'ltr', tabindex: '0' }, sweep.scenario ?? ''))),
    element('p', { class: 'quiet' }, state.text('made_by', { version: state.data.program.version, commit: state.data.program.commit })), element('p', { class: 'quiet' }, state.text('projection')), element('p', { class: 'quiet' }, state.text('colours_note')));
}
