// The map: cities filled by one quantity, circles by another, arrows of moves, links of enclaves, at the date.
import { chartName, choice, element, tick } from './dom.js';
import { font, tip, tooltip } from './chart.js';
import { diverging, ink, paler, sequence, unknown } from './colours.js';
import { arrowLegend, colourLegend, linkLegend, sizeLegend } from './legend.js';
import { excludesZero, toldFromZero } from './comparison.js';
import { linkSeries, Moves } from './moves.js';
import { largestOf } from './numbers.js';
import { pickQuantity } from './quantity.js';
import { places, shrink } from './places.js';
import { ranking } from './ranking.js';
import { Section } from './section.js';

const LARGEST_CIRCLE = 22, LARGEST_ON_PHONES = 13; // radius in pixels
const BARS = 41;

export function mapSection(state) {
  if (!state.data.dimensions.city || ![...state.view.panels.values()].some((p) => p.dimensions[0] === 'city')) return null;
  const ground = places(state);
  return new Section(state, 'map', state.text(ground ? 'map' : 'map_missing_title'), (section) => (ground ? withMap(section, ground) : withoutMap(section)));
}

function colouring(section, first, label = 'colour') {
  const picked = pickQuantity(section, { id: 'map-colour', label: section.state.text(label), purpose: 'colour', modes: first });
  const all = picked.quantity.all();
  const classes = picked.quantity.centred ? diverging(all) : sequence(all);
  return { ...picked, classes, measure: picked.quantity.measure(all), colour: (value, told = null) => (told === false ? paler(classes.colour(value)) : classes.colour(value)) };
}

function withoutMap(section) {
  const { state } = section;
  const fill = colouring(section, 'value', 'quantity');
  return [element('p', { class: 'quiet' }, state.text('no_positions')), element('div', { class: 'choices' }, fill.controls),
    unitLine(fill), section.chart(ranking(section, fill.quantity, fill.measure, fill.colour, 60)), toldLine(section, fill)];
}

const unitLine = ({ quantity, measure }) => element('p', { class: 'chart-title' }, quantity.name, measure.label ? element('span', { class: 'unit' }, measure.label) : null);

function withMap(section, ground) {
  const { state } = section;
  const fill = colouring(section, 'change');
  const size = pickQuantity(section, { id: 'map-size', label: state.text('size'), purpose: 'size', none: state.text('none') });
  const arrows = pickArrows(section);
  const scene = { section, state, ground, fill, circles: circleScale(size.quantity), arrows };
  const picture = section.chart({ label: state.text('map_of', { name: fill.quantity.name }), ratio: String(ground.ratio), make: (width) => mapOption(Object.assign(scene, { narrow: width < 520 })), move: () => ({ geo: geo(scene), series: series(scene) }) });
  picture.classList.add('map');
  return [element('div', { class: 'choices' }, fill.controls, size.controls, arrows.controls),
    element('div', { class: 'map-frame' },
      element('figure', { class: 'map-figure' }, picture, element('figcaption', { class: 'quiet' }, state.text('map_note'))),
      element('div', { class: 'map-side' }, legends(scene), unitLine(fill), section.chart(ranking(section, fill.quantity, fill.measure, fill.colour, BARS)), toldLine(section, fill)))];
}

function legends({ state, fill, circles, arrows }) {
  const marked = fill.quantity.isDifference && fill.quantity.panel.hasInterval;
  return element('div', { class: 'legends' }, colourLegend(state, fill.quantity.name, fill.classes, fill.measure, marked),
    circles ? sizeLegend(circles.quantity, circles.measure, circles.largest, circles.radius) : null,
    arrows.moves ? arrowLegend(state, arrows.moves) : null, state.data.links.length ? linkLegend(state) : null);
}

function toldLine(section, fill) {
  const line = element('p', { class: 'quiet', 'aria-live': 'off' });
  const say = () => {
    const found = toldFromZero(fill.quantity, section.state.record);
    line.textContent = found ? section.state.text('told_from_zero', found) : '';
  };
  section.onRecord(say);
  say();
  return line;
}

function pickArrows(section) {
  const { state } = section;
  const kinds = Object.keys(state.view.moves ?? {});
  if (kinds.length === 0) return { controls: [], moves: null };
  const kind = state.choice('map-moves', kinds.includes('talent') ? 'talent' : kinds[0], ['', ...kinds]);
  const controls = [choice({ id: 'map-moves', label: state.text('arrows'), value: kind, onPick: section.pick('map-moves'),
    options: [{ value: '', text: state.text('none') }, ...kinds.map((k) => ({ value: k, text: state.text(`moves_${k}`) }))] })];
  if (!kind) return { controls, moves: null };
  const count = Number(state.choice('map-count', '20'));
  const moves = new Moves(state, kind);
  const outside = state.choice('map-outside', !moves.anyWithin());
  controls.push(choice({ id: 'map-count', label: state.text('how_many'), value: String(count), options: ['10', '20', '40', '60'].map((v) => ({ value: v, text: v })), onPick: section.pick('map-count') }));
  if (moves.cityOf.some((i) => i < 0)) controls.push(tick({ id: 'map-outside', label: state.text('with_outside'), value: outside, onPick: section.pick('map-outside') }));
  return { controls, moves, count, outside };
}

function circleScale(quantity) {
  if (!quantity) return null;
  const most = window.innerWidth < 640 ? LARGEST_ON_PHONES : LARGEST_CIRCLE;
  const largest = largestOf(quantity.all());
  return { quantity, largest, measure: quantity.measure(), radius: (value) => (largest > 0 ? most * Math.sqrt(Math.abs(value) / largest) : 0) };
}

function mapOption(scene) {
  return { tooltip: tooltip((params) => cityTip(scene, params)), geo: geo(scene), series: series(scene) };
}

// Whether the interval of a difference leaves zero out; null where that cannot be said.
const toldHere = ({ quantity }, record, i) => (quantity.isDifference ? excludesZero(quantity.interval(record, i)) : null);

function geo(scene) {
  const { state, ground, fill } = scene;
  const { record } = state;
  const regions = [...ground.drawn].map((i) => {
    const value = fill.quantity.at(record, i);
    const told = toldHere(fill, record, i);
    return { name: String(i), itemStyle: { areaColor: fill.colour(value, told), borderColor: told ? ink : '#ffffff', borderWidth: told ? 2 : 0.8 }, z: told ? 3 : 2 };
  });
  const still = { itemStyle: { areaColor: 'inherit', borderColor: ink, borderWidth: 1.6 }, label: { show: false } };
  return { map: 'places', roam: false, aspectScale: shrink(ground.box), boundingCoords: ground.box, left: 0, right: 0, top: 0, bottom: 0, label: { show: false },
    itemStyle: { areaColor: ground.drawn.size ? unknown : 'transparent', borderColor: ground.drawn.size ? '#ffffff' : 'transparent' }, emphasis: { ...still, disabled: ground.drawn.size === 0 }, select: still, regions,
    tooltip: { show: true, formatter: (params) => cityTip(scene, params) ?? '' } };
}

function series(scene) {
  const { state, ground, arrows } = scene;
  return [circles(scene), arrows.moves ? arrows.moves.series(ground, arrows.count, arrows.outside) : null, linkSeries(state, ground), outsideMark(scene)].filter(Boolean);
}

function circles({ state, ground, fill, circles: scale, narrow }) {
  const names = state.names('city');
  const fillsHere = (i) => !ground.drawn.has(i);
  const data = ground.centres.map((centre, i) => ({ centre, i })).filter(({ centre }) => centre).map(({ centre, i }) => {
    const value = scale ? scale.quantity.at(state.record, i) : NaN;
    const r = Number.isFinite(value) ? scale.radius(value) : 0;
    const told = toldHere(fill, state.record, i);
    return { value: centre, i, symbolSize: Math.max(fillsHere(i) ? 9 : 3, 2 * r), name: chartName(names[i]),
      itemStyle: { color: fillsHere(i) ? fill.colour(fill.quantity.at(state.record, i), told) : 'rgba(255,255,255,0.35)', borderColor: ink, borderWidth: fillsHere(i) && told ? 3 : 1, borderType: value < 0 ? 'dashed' : 'solid' } };
  });
  data.sort((a, b) => b.symbolSize - a.symbolSize);
  return { id: 'cities', type: 'scatter', coordinateSystem: 'geo', z: 8, data, labelLayout: { hideOverlap: true },
    label: { show: true, position: 'bottom', distance: 2, formatter: '{b}', color: ink, fontFamily: font, fontSize: narrow ? 10 : 13, fontWeight: 500, textBorderColor: 'rgba(255,255,255,0.95)', textBorderWidth: 2.5 } };
}

function outsideMark({ state, ground, arrows }) {
  if (!arrows.moves || !arrows.outside) return null;
  const k = arrows.moves.cityOf.findIndex((i) => i < 0);
  return { id: 'outside', type: 'scatter', coordinateSystem: 'geo', z: 8, symbol: 'rect', symbolSize: 12, silent: true, data: [{ value: ground.outside, name: chartName(arrows.moves.names[k], 16) }],
    itemStyle: { color: ink }, label: { show: true, position: 'right', formatter: '{b}', color: ink, textBorderColor: '#fff', textBorderWidth: 3 } };
}

function cityTip({ state, fill, circles: scale }, params) {
  const i = params.data?.i ?? (/^\d+$/.test(params.name) ? Number(params.name) : null);
  if (!Number.isInteger(i)) return null;
  const { quantity, measure } = fill;
  const value = quantity.at(state.record, i);
  const rows = [[fill.colour(value), quantity.name, measure.say(value)]];
  const interval = quantity.interval(state.record, i);
  if (interval) rows.push([null, state.text('interval'), interval.map((x) => measure.number(x)).join(' … ')]);
  if (scale) rows.push([null, scale.quantity.name, scale.measure.say(scale.quantity.at(state.record, i))]);
  const province = state.data.dimensions.city.province?.[i];
  return tip(`${chartName(state.names('city')[i], 60)}${province ? ` · ${chartName(state.provinceName(province), 30)}` : ''}`, rows);
}
