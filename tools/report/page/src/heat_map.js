// Two factors against an index: a field of colours; the other factors are averaged over or held at a value.
import { chartName, choice, element } from './dom.js';
import { colourLegend } from './legend.js';
import { digits } from './numbers.js';
import { indexMeasure, indexTitle, pickFactor, pickIndex } from './sweep.js';
import { ink, muted, sequence } from './colours.js';
import { tip, tooltip } from './chart.js';

const NUMBERS_UP_TO = 14; // columns for which numbers stand in the cells

export function heatMap(section, sweep) {
  const { state } = section;
  const { index, control } = pickIndex(section, sweep);
  const first = pickFactor(section, sweep, 'heat-x', state.text('across'), 0);
  const second = pickFactor(section, sweep, 'heat-y', state.text('upwards'), first.factor === 0 ? 1 : 0, first.factor);
  const say = (v) => digits(v, state.lang);
  const slices = sweep.factors.map((f, k) => k).filter((k) => k !== first.factor && k !== second.factor).slice(0, 8).map((k) => slice(section, sweep, k, say));
  const points = sweep.all().filter((p) => slices.every((s) => s.holds(p)));
  const field = fieldOf(sweep, points, index, sweep.cells(first.factor, say), sweep.cells(second.factor, say));
  const measure = indexMeasure(state, sweep, index);
  const classes = sequence(field.cells.map((c) => c.mean));
  const titles = [first, second].map(({ factor }) => chartName(sweep.factors[factor].name, 40));
  const height = Math.min(640, Math.max(260, 110 + 44 * field.rows.length));
  return [element('div', { class: 'choices' }, control, first.control, second.control, slices.map((s) => s.control)), indexTitle(state, sweep, index, measure), section.chart({ label: state.text('heat_map'), height, make: (width) => option(state, field, measure, classes, titles, width) }),
    colourLegend(state, state.panelName(sweep.indices[index].name), classes, measure, false), element('p', { class: 'quiet' }, state.text('heat_note', { count: points.length }))];
}

// A factor that is no axis: averaged over, or held in one of its cells.
function slice(section, sweep, factor, say) {
  const { state } = section;
  const cells = sweep.cells(factor, say);
  const id = `heat-slice-${factor}`;
  const value = state.choice(id, 'mean');
  const options = [{ value: 'mean', text: state.text('mean_over') }, ...cells.labels.map((text, k) => ({ value: String(k), text }))];
  return { control: choice({ id, label: chartName(sweep.factors[factor].name, 30), value, options, onPick: section.pick(id) }), holds: (p) => value === 'mean' || cells.of(p) === Number(value) };
}

function fieldOf(sweep, points, index, across, upwards) {
  const members = new Map();
  for (const p of points) {
    const key = `${across.of(p)},${upwards.of(p)}`;
    if (!members.has(key)) members.set(key, []);
    members.get(key).push(p);
  }
  const cells = [...members].map(([key, own]) => ({ at: key.split(',').map(Number), count: own.length, mean: sweep.average(own, (p) => sweep.meanAt(p, index), index) }));
  return { cells, columns: across.labels, rows: upwards.labels };
}

const dark = (colour) => parseInt(colour.slice(1, 3), 16) * 0.3 + parseInt(colour.slice(3, 5), 16) * 0.59 + parseInt(colour.slice(5, 7), 16) * 0.11 < 130;

function option(state, field, measure, classes, [xName, yName], width) {
  const axis = (data, name, extra) => ({ type: 'category', data: data.map((l) => chartName(l, 18)), name, nameTextStyle: { color: ink, fontWeight: 600 }, axisLabel: { color: muted, hideOverlap: true }, axisTick: { show: false }, axisLine: { show: false }, ...extra });
  const numbers = field.columns.length <= Math.min(NUMBERS_UP_TO, width / 52);
  return { grid: { left: 8, right: 16, top: 30, bottom: 34, containLabel: true }, xAxis: axis(field.columns, xName, { nameLocation: 'middle', nameGap: 30 }), yAxis: axis(field.rows, yName, { nameLocation: 'end', nameTextStyle: { align: 'left', color: ink, fontWeight: 600 } }),
    tooltip: tooltip(({ dataIndex }) => cellTip(state, field, field.cells[dataIndex], measure, xName, yName)),
    series: [{ type: 'custom', data: field.cells.map((c) => [...c.at, c.mean]), encode: { x: 0, y: 1 }, renderItem: (params, api) => cell(api, classes, measure, numbers) }] };
}

function cell(api, classes, measure, numbers) {
  const [x, y] = api.coord([api.value(0), api.value(1)]);
  const [w, h] = api.size([1, 1]);
  const mean = api.value(2);
  const fill = classes.colour(mean);
  return { type: 'rect', shape: { x: x - w / 2 + 1, y: y - h / 2 + 1, width: Math.max(1, w - 2), height: Math.max(1, h - 2) }, style: { fill },
    textConfig: { position: 'inside' }, textContent: numbers ? { style: { text: measure.number(mean), fill: dark(fill) ? '#fff' : ink, fontSize: 12 } } : undefined };
}

function cellTip(state, field, c, measure, xName, yName) {
  return tip(state.text('cell'), [[null, xName, chartName(field.columns[c.at[0]], 40)], [null, yName, chartName(field.rows[c.at[1]], 40)], [null, state.text('mean'), measure.say(c.mean)], [null, state.text('points'), String(c.count)]]);
}
