// What colours, circles, arrows and broken lines on the map mean.
import { element } from './dom.js';
import { linkColour } from './moves.js';
import { paler, unknown } from './colours.js';

/// Classes of colour with their limits in the unit of `measure`.
export function colourLegend(state, name, classes, measure, marked) {
  const { breaks, colours } = classes;
  const words = colours.map((_, k) => {
    if (breaks.length === 0) return state.text('all_alike');
    if (k === 0) return `< ${measure.number(breaks[0])}`;
    return k === breaks.length ? `≥ ${measure.number(breaks[k - 1])}` : `${measure.number(breaks[k - 1])} – ${measure.number(breaks[k])}`;
  });
  const steps = colours.map((colour, k) => element('li', {}, element('i', { style: { background: colour } }), words[k]));
  steps.push(element('li', {}, element('i', { style: { background: unknown } }), state.text('not_known')));
  if (marked) {
    steps.push(element('li', { class: 'wide' }, element('i', { class: 'told', style: { background: colours.at(-1) } }), state.text('interval_excludes_zero')),
      element('li', { class: 'wide' }, element('i', { style: { background: paler(colours.at(-1)) } }), state.text('interval_includes_zero')));
  }
  return element('div', { class: 'legend' }, element('h3', {}, element('span', {}, name), measure.label ? element('span', { class: 'unit' }, measure.label) : null), element('ul', { class: 'classes' }, steps));
}

/// Circles of three sizes. `radius(value)` in pixels.
export function sizeLegend(quantity, measure, largest, radius) {
  const steps = [1, 0.25, 0.05].map((share) => {
    const value = Number((largest * share).toPrecision(1));
    const r = radius(value);
    return element('li', {}, element('i', { class: 'ring', style: { width: `${2 * r}px`, height: `${2 * r}px` } }), measure.number(value));
  });
  return element('div', { class: 'legend' }, element('h3', {}, element('span', {}, quantity.name), measure.label ? element('span', { class: 'unit' }, measure.label) : null), element('ul', { class: 'sizes' }, steps));
}

export function arrowLegend(state, moves) {
  const half = Number((moves.largest / 2).toPrecision(1));
  const steps = [half, half / 5].filter((v) => v > 0).map((value) => element('li', {}, element('i', { class: 'arrow', style: { borderTopWidth: `${moves.width(value)}px` } }), moves.measure.number(value)));
  return element('div', { class: 'legend' }, element('h3', {}, element('span', {}, state.text(`moves_${moves.kind}`)), element('span', { class: 'unit' }, moves.measure.label)),
    element('ul', { class: 'sizes' }, steps, state.view.isDifference ? element('li', {}, element('i', { class: 'arrow', style: { borderTopStyle: 'dashed' } }), state.text('fewer')) : null));
}

export function linkLegend(state) {
  return element('div', { class: 'legend' }, element('ul', { class: 'sizes' }, element('li', {}, element('i', { class: 'link', style: { borderTopColor: linkColour } }), state.text('enclave_link'))));
}
