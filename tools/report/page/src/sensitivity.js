// Which factor matters for an index: share of variance, Sobol indices, elementary effects of Morris.
import { chartName, element } from './dom.js';
import { digits, Measure } from './numbers.js';
import { indexMeasure, pickIndex } from './sweep.js';
import { category, ink } from './colours.js';
import { tip, tooltip, valueAxis } from './chart.js';
import { whisker } from './whiskers.js';

export function sensitivities(section, sweep) {
  const { state } = section;
  const { index, control } = pickIndex(section, sweep);
  const own = (rows) => (rows ?? []).filter((row) => row.index === index);
  const share = new Measure('share', 1, state.lang);
  const plain = new Measure('1', 1, state.lang);
  const parts = [part(section, sweep, 'share', own(sweep.effects), share, [{ name: 'share', of: (row) => [row.share] }]),
    part(section, sweep, 'sobol', own(sweep.sobol), plain, [{ name: 'sobol_first', of: (row) => row.first }, { name: 'sobol_total', of: (row) => row.total }]),
    part(section, sweep, 'morris', own(sweep.morris), indexMeasure(state, sweep, index), [{ name: 'morris_size', of: (row) => row.mean_size }, { name: 'morris_deviation', of: (row) => row.deviation }])];
  return [element('div', { class: 'choices' }, control), element('div', { class: 'halves' }, parts.filter(Boolean))];
}

// Bars of each factor, the largest first; `kinds`: [{name, of(row): [value, low, high]}].
function part(section, sweep, word, rows, measure, kinds) {
  if (rows.length === 0) return null;
  const { state } = section;
  const size = (row) => (Number.isFinite(kinds.at(-1).of(row)[0]) ? Math.abs(kinds.at(-1).of(row)[0]) : -1);
  const sorted = rows.slice().sort((a, b) => size(b) - size(a)).slice(0, 40);
  const make = () => option(state, sweep, sorted, measure, kinds);
  return element('div', {}, element('h3', {}, state.text(`by_${word}`)), section.chart({ label: state.text(`by_${word}`), height: 50 + sorted.length * (kinds.length > 1 ? 40 : 28), make }), element('p', { class: 'quiet' }, state.text(`${word}_note`)));
}

function option(state, sweep, rows, measure, kinds) {
  const names = rows.map((row) => chartName(sweep.factors[row.factor].name, 22));
  const bars = kinds.map((kind, k) => ({ name: state.text(kind.name), type: 'bar', barGap: '10%', barCategoryGap: '30%', itemStyle: { color: category(k) }, data: rows.map((row) => finite(kind.of(row)[0])) }));
  return { grid: { left: 4, right: 34, top: kinds.length > 1 ? 30 : 6, bottom: 24, containLabel: true }, legend: kinds.length > 1 ? { top: 0, left: 0, textStyle: { fontSize: 12 } } : undefined,
    tooltip: tooltip(({ dataIndex }) => tip(chartName(sweep.factors[rows[dataIndex].factor].name, 60), kinds.map((kind, k) => [category(k), state.text(kind.name), said(measure, kind.of(rows[dataIndex]))]))),
    xAxis: valueAxis(measure, { splitNumber: 4 }), yAxis: { type: 'category', inverse: true, data: names, axisLabel: { color: ink, interval: 0 }, axisTick: { show: false }, axisLine: { show: false } }, series: [...bars, ...kinds.map((kind, k) => whiskers(rows, kind, k, kinds.length)).filter(Boolean)] };
}

const finite = (value) => (Number.isFinite(value) ? value : '-');
const said = (measure, [value, low, high]) => `${measure.say(value)}${Number.isFinite(low) ? ` [${measure.number(low)}, ${measure.number(high)}]` : ''}`;

function whiskers(rows, kind, k, count) {
  if (!rows.some((row) => Number.isFinite(kind.of(row)[1]))) return null;
  return { type: 'custom', silent: true, z: 5, tooltip: { show: false }, data: rows.map((row, r) => [kind.of(row)[1], r, kind.of(row)[2]]), encode: { x: [0, 2], y: 1 },
    renderItem: (params, api) => {
      const group = whisker(api);
      return group && { ...group, y: count > 1 ? (k - 0.5) * api.size([0, 1])[1] * 0.36 : 0 };
    } };
}
