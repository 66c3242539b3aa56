// Industry structure: the mix of a place over time, and what a city is near to doing.
import { choice, element, tabs } from './dom.js';
import { category, ink, line, muted } from './colours.js';
import { chartName } from './dom.js';
import { curveChart } from './curves.js';
import { isAmount } from './amounts.js';
import { largestOf, Measure } from './numbers.js';
import { pickWhere } from './lines.js';
import { preferredPanel } from './quantity.js';
import { Section } from './section.js';
import { limits, tip, tooltip, valueAxis } from './chart.js';

export function structureSection(state) {
  const amounts = state.view.over('city', 'industry').filter((p) => isAmount(p) && p.group === 'state');
  const near = nearness(state);
  if (amounts.length === 0 && !near) return null;
  return new Section(state, 'structure', state.text('structure'), (section) => [element('div', { class: 'halves' },
    amounts.length && state.records > 1 ? element('div', {}, mix(section, amounts)) : null, near ? element('div', {}, space(section, near)) : null)]);
}

function mix(section, panels) {
  const { state } = section;
  const key = 'structure-mix';
  const first = panels.find((p) => p.name === 'value_added_by_industry') ?? panels[0];
  const panel = panels.find((p) => p.name === state.choice(key, first.name, panels.map((p) => p.name)));
  const controls = [choice({ id: key, label: state.text('quantity'), value: panel.name, options: panels.map((p) => ({ value: p.name, text: state.panelName(p.name) })), onPick: section.pick(key) })];
  const where = pickWhere(section, key, controls);
  const shares = !state.view.isDifference && state.choice('structure-shares', 'shares') === 'shares';
  const sums = mixSums(state, panel, where.cities);
  const curves = state.names('industry').map((name, j) => ({ name, values: shares ? sums[j].map((x, r) => x / sums.reduce((all, row) => all + row[r], 0)) : sums[j] }));
  const measure = new Measure(shares ? 'share' : panel.unit, shares ? 1 : Math.max(...curves.map((c) => largestOf(c.values))), state.lang, state.view.isDifference);
  return [element('h3', {}, state.text('mix')), element('div', { class: 'choices' }, controls), state.view.isDifference ? null : tabs({ id: 'structure-shares', label: state.text('shown_as'), value: shares ? 'shares' : 'amounts', onPick: section.pick('structure-shares'),
    options: [{ value: 'shares', text: state.text('shares') }, { value: 'amounts', text: state.text('amounts') }] }),
  element('p', { class: 'chart-title' }, `${state.panelName(panel.name)} · ${chartName(where.name, 40)}`, element('span', { class: 'unit' }, measure.label)),
  section.timeChart(curveChart(state, curves, { label: state.text('mix'), height: 520, measure, area: !state.view.isDifference, max: shares ? 1 : undefined }))];
}

function mixSums(state, panel, cities) {
  return state.names('industry').map((_, j) => Float64Array.from({ length: state.records }, (_, r) => cities.reduce((sum, i) => sum + panel.at(r, i, j), 0)));
}

// Panels for the picture of what is near: relatedness density and location quotient, of levels alone.
function nearness(state) {
  if (state.view.isDifference) return null;
  const density = state.view.panels.get('relatedness_density');
  const quotient = state.view.panels.get('location_quotient');
  return density?.dimensions.join() === 'city,industry' && quotient?.dimensions.join() === 'city,industry' ? { density, quotient } : null;
}

// The points of one city (its industries) or of one industry (its cities).
function pointsOf(state, near) {
  const by = state.choice('space-by', 'city');
  const dimension = by === 'city' ? 'industry' : 'city';
  const names = state.names(by);
  const fixed = Number(state.choice(`space-${by}`, String(by === 'city' ? largestCity(state) : 0)));
  const cell = (k) => (by === 'city' ? [fixed, k] : [k, fixed]);
  return { by, dimension, fixed, names, labels: state.names(dimension), at: (record) => state.names(dimension).map((_, k) => [near.density.at(record, ...cell(k)), near.quotient.at(record, ...cell(k))]) };
}

function largestCity(state) {
  const panel = preferredPanel(state.view.over('city'), 'size');
  let best = 0;
  for (let i = 0; panel && i < panel.sizes[0]; ++i) if (panel.at(0, i) > panel.at(0, best)) best = i;
  return best;
}

function space(section, near) {
  const { state } = section;
  const points = pointsOf(state, near);
  const key = `space-${points.by}`;
  const mean = average(points.at(state.records - 1).map((p) => p[0]));
  const ranges = [0, 1].map((k) => rangeOf(state, points, k));
  const quiet = element('p', { class: 'quiet' });
  const say = () => { quiet.textContent = gap(state, points); };
  section.onRecord(say);
  say();
  return [element('h3', {}, state.text('space')), element('div', { class: 'choices' },
    tabs({ id: 'space-by', label: state.text('space'), value: points.by, onPick: section.pick('space-by'), options: [{ value: 'city', text: state.text('of_a_city') }, { value: 'industry', text: state.text('of_an_industry') }] }),
    choice({ id: key, label: state.dimensionName(points.by), value: String(points.fixed), options: points.names.map((text, k) => ({ value: String(k), text })), onPick: section.pick(key) })),
  element('p', { class: 'chart-title' }, chartName(points.names[points.fixed], 40)),
  section.chart({ label: state.text('space'), height: 520, make: () => spaceOption(state, points, mean, ranges) }), quiet];
}

// Of all records, so that the axes stay; a little room beside.
function rangeOf(state, points, k) {
  let [low, high] = [Infinity, -Infinity];
  for (let r = 0; r < state.records; ++r) {
    for (const p of points.at(r)) {
      if (p[k] < low) low = p[k];
      if (p[k] > high) high = p[k];
    }
  }
  if (!(high > low)) return [Number.isFinite(low) ? low - 0.5 : 0, Number.isFinite(high) ? high + 0.5 : 1];
  return [low - 0.05 * (high - low), high + 0.12 * (high - low)];
}

const average = (values) => {
  const known = values.filter(Number.isFinite);
  return known.length ? known.reduce((a, b) => a + b, 0) / known.length : 0;
};

// What is nearest of what is not done yet, in words.
function gap(state, points) {
  const missing = points.at(state.record).map(([density, quotient], k) => ({ density, quotient, k })).filter((p) => p.quotient < 1 && Number.isFinite(p.density)).sort((a, b) => b.density - a.density).slice(0, 3);
  if (missing.length === 0) return state.text('space_note');
  return `${state.text('space_note')} ${state.text('nearest', { names: missing.map((p) => chartName(points.labels[p.k], 30)).join(state.lang === 'zh' ? '、' : ', ') })}`;
}

function spaceOption(state, points, mean, ranges) {
  const density = new Measure('share', ranges[0][1], state.lang);
  const quotient = new Measure('1', ranges[1][1], state.lang);
  const data = points.at(state.record).map(([x, y], k) => ({ value: [x, y], k, name: chartName(points.labels[k], 12), itemStyle: { color: points.by === 'city' ? category(k) : y >= 1 ? category(0) : category(4), borderColor: '#fff', opacity: 0.95 } }));
  const rule = (place) => ({ ...place, lineStyle: { color: muted, type: [4, 4], width: 1 } });
  return { grid: { left: 12, right: 30, top: 30, bottom: 34, containLabel: true },
    tooltip: tooltip(({ data: d }) => tip(chartName(points.labels[d.k], 60), [[null, state.panelName('relatedness_density'), density.say(d.value[0])], [null, state.panelName('location_quotient'), quotient.say(d.value[1])]])),
    xAxis: valueAxis(density, { name: `${state.panelName('relatedness_density')}（%）`.replace('（%）', state.lang === 'zh' ? '（%）' : ' (%)'), nameLocation: 'middle', nameGap: 28, ...limits(ranges[0][0], ranges[0][1]), axisLine: { show: true, lineStyle: { color: line } } }),
    yAxis: valueAxis(quotient, { name: state.panelName('location_quotient'), nameLocation: 'end', nameTextStyle: { align: 'left' }, ...limits(0, ranges[1][1] * 1.05) }),
    series: [{ type: 'scatter', symbolSize: 14, data, labelLayout: { hideOverlap: true }, label: { show: true, position: 'right', formatter: '{b}', fontSize: 12, color: ink, textBorderColor: '#fff', textBorderWidth: 2 },
      markLine: { silent: true, symbol: 'none', animation: false, label: { show: false }, data: [rule({ yAxis: 1 }), rule({ xAxis: mean })] } }] };
}
