// Time lines: by city, by province, by industry or another dimension, and of indices.
import { choice, element, tabs } from './dom.js';
import { citiesByProvince, gathered, isAmount, weightPanel } from './amounts.js';
import { curveChart } from './curves.js';
import { Measure, largestOf } from './numbers.js';
import { panelOptions, pickQuantity, preferredPanel, Quantity } from './quantity.js';
import { picker } from './picker.js';
import { Section } from './section.js';
import { shownElsewhere } from './inequality.js';

const MOST = 16; // curves in one chart
const FIRST = 6; // curves to begin with
const HEIGHT = 400;

export function linesSection(state) {
  const ways = waysOf(state);
  if (ways.length === 0 || state.records < 2) return null;
  return new Section(state, 'lines', state.text('time_lines'), (section) => {
    const way = state.choice('lines-way', ways[0].value, ways.map((w) => w.value));
    const bar = tabs({ id: 'lines-way', label: state.text('time_lines'), options: ways, value: way, onPick: section.pick('lines-way') });
    return [bar, ...ways.find((w) => w.value === way).build(section)];
  });
}

function waysOf(state) {
  const panels = [...state.view.panels.values()];
  const ways = [];
  if (panels.some((p) => p.dimensions[0] === 'city')) {
    ways.push({ value: 'city', text: state.text('by_city'), build: byCity });
    if (citiesByProvince(state).size > 1) ways.push({ value: 'province', text: state.text('by_province'), build: byProvince });
  }
  for (const dimension of otherDimensions(panels)) ways.push({ value: `by-${dimension}`, text: state.text('by_dimension', { name: state.dimensionName(dimension) }), build: (section) => byOther(section, dimension) });
  if (indexPanels(state).length) ways.push({ value: 'indices', text: state.text('indices'), build: indices });
  return ways;
}

// Dimensions besides city by which panels can be drawn: alone, or summed over cities.
function otherDimensions(panels) {
  const found = new Set();
  for (const p of panels) {
    if (p.dimensions.length === 1 && p.dimensions[0] !== 'city' && p.dimensions[0] !== 'place') found.add(p.dimensions[0]);
    if (p.dimensions.length === 2 && p.dimensions[0] === 'city') found.add(p.dimensions[1]);
  }
  return found;
}

const everyRecord = (state, at) => Float64Array.from({ length: state.records }, (_, r) => at(r));

function cityCurve(state, quantity, i, name) {
  const known = quantity.interval(0, i) ?? quantity.interval(state.records - 1, i);
  return { name, values: everyRecord(state, (r) => quantity.at(r, i)), low: known && everyRecord(state, (r) => quantity.interval(r, i)?.[0] ?? NaN), high: known && everyRecord(state, (r) => quantity.interval(r, i)?.[1] ?? NaN) };
}

function measureOf(state, curves, unit) {
  return new Measure(unit, Math.max(...curves.map((c) => largestOf(c.values)), 0), state.lang, state.view.isDifference);
}

function chartOf(section, curves, unit, name) {
  const measure = measureOf(section.state, curves, unit);
  return [element('p', { class: 'chart-title' }, name, measure.label ? element('span', { class: 'unit' }, measure.label) : null),
    section.timeChart(curveChart(section.state, curves, { label: name, height: HEIGHT, measure }))];
}

function byCity(section) {
  const { state } = section;
  const { controls, quantity } = pickQuantity(section, { id: 'lines-city', label: state.text('quantity'), purpose: 'colour' });
  const names = state.names('city');
  const picked = state.choice('lines-cities', largestCities(state, quantity));
  const choose = picker({ id: 'lines-search', label: state.text('search_city'), names, picked, most: MOST, onPick: section.pick('lines-cities'), words: { search: state.text('search_city'), remove: state.text('remove') } });
  const curves = picked.map((i) => cityCurve(state, quantity, i, names[i]));
  return [element('div', { class: 'choices' }, controls), choose, ...chartOf(section, curves, quantity.unit, quantity.name),
    quantity.panel.hasInterval ? element('p', { class: 'quiet' }, state.text('bands')) : null];
}

function largestCities(state, quantity) {
  const level = state.views.find((v) => !v.isDifference) ?? state.view;
  const panels = level.over('city');
  const panel = panels.length ? preferredPanel(panels, 'size') : quantity.panel;
  const last = new Quantity(state, panel, panel.dimensions.length > 1 ? 0 : null).row(state.records - 1);
  return Array.from(last.keys()).sort((a, b) => last[b] - last[a]).slice(0, FIRST);
}

function byProvince(section) {
  const { state } = section;
  const { controls, quantity } = pickQuantity(section, { id: 'lines-city', label: state.text('quantity'), purpose: 'colour' });
  const weight = weightPanel(state);
  const curves = [...citiesByProvince(state)].slice(0, MOST).map(([province, cities]) => ({ name: state.provinceName(province),
    values: everyRecord(state, (r) => gathered(quantity.panel, r, cities, (i) => quantity.at(r, i), weight)) }));
  const how = isAmount(quantity.panel) ? 'summed' : weight ? 'weighted' : 'plain_mean';
  return [element('div', { class: 'choices' }, controls), ...chartOf(section, curves, quantity.unit, quantity.name),
    element('p', { class: 'quiet' }, state.text(how, { name: weight ? state.panelName(weight.name) : '' }))];
}

function byOther(section, dimension) {
  const { state } = section;
  const panels = [...state.view.panels.values()].filter((p) => p.dimensions.at(-1) === dimension && (p.dimensions.length === 1 || p.dimensions[0] === 'city'));
  const key = `lines-${dimension}`;
  const preferredName = ['value_added_by_industry', 'talent'].find((n) => panels.some((p) => p.name === n)) ?? panels[0].name;
  const panel = panels.find((p) => p.name === state.choice(key, preferredName, panels.map((p) => p.name)));
  const controls = [choice({ id: key, label: state.text('quantity'), value: panel.name, options: panelOptions(state, panels), onPick: section.pick(key) })];
  const where = panel.dimensions.length === 2 ? pickWhere(section, key, controls) : null;
  const curves = state.names(dimension).slice(0, MOST).map((name, j) => otherCurve(state, panel, where, j, name));
  const how = where && where.cities.length > 1 ? (isAmount(panel) ? 'summed' : weightPanel(state) ? 'weighted' : 'plain_mean') : null;
  return [element('div', { class: 'choices' }, controls), ...chartOf(section, curves, panel.unit, state.panelName(panel.name)),
    how ? element('p', { class: 'quiet' }, state.text(how, { name: weightPanel(state) ? state.panelName(weightPanel(state).name) : '' })) : null];
}

function otherCurve(state, panel, where, j, name) {
  if (!where) return cityCurve(state, new Quantity(state, panel), j, name);
  if (where.cities.length === 1) return cityCurve(state, new Quantity(state, panel, j), where.cities[0], name);
  const weight = weightPanel(state);
  return { name, values: everyRecord(state, (r) => gathered(panel, r, where.cities, (i) => panel.at(r, i, j), weight)) };
}

/// A choice of all cities, a province or a city: {cities: positions, name}.
export function pickWhere(section, key, controls) {
  const { state } = section;
  const cities = state.names('city');
  const provinces = [...citiesByProvince(state)];
  const options = [{ value: 'all', text: state.text('all_cities') }];
  if (provinces.length > 1) options.push({ group: state.text('provinces'), options: provinces.map(([name], k) => ({ value: `p${k}`, text: state.provinceName(name) })) });
  options.push({ group: state.text('cities_word'), options: cities.map((text, i) => ({ value: `c${i}`, text })) });
  const id = `${key}-where`;
  const value = state.choice(id, 'all');
  controls.push(choice({ id, label: state.text('where'), value, options, onPick: section.pick(id) }));
  const number = Number(value.slice(1));
  if (value[0] === 'c') return { cities: [number], name: cities[number] };
  if (value[0] === 'p') return { cities: provinces[number][1], name: state.provinceName(provinces[number][0]) };
  return { cities: cities.map((_, i) => i), name: state.text('all_cities') };
}

function indexPanels(state) {
  return [...state.view.panels.values()].filter((p) => p.dimensions.length === 0 && !shownElsewhere(p.name));
}

function indices(section) {
  return [element('div', { class: 'small-charts' }, indexPanels(section.state).map((panel) => smallChart(section, panel.name, [curveOf(section.state, panel)], panel.unit)))];
}

export function curveOf(state, panel, name = state.panelName(panel.name)) {
  return cityCurve(state, new Quantity(state, panel), 0, name);
}

/// A small chart of one index or of few.
export function smallChart(section, panelName, curves, unit, options = {}) {
  const { state } = section;
  const panel = state.view.panels.get(panelName);
  const measure = measureOf(state, curves, unit);
  const name = options.name ?? state.panelName(panelName);
  return element('div', { class: 'small-chart' }, element('p', { class: 'chart-title', title: panel?.meaning ?? null }, name, measure.label ? element('span', { class: 'unit' }, measure.label) : null),
    section.timeChart(curveChart(state, curves, { label: name, height: 200, measure, ...options })));
}
