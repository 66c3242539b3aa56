// A number of every city: a panel, one entry or the sum of its second dimension, as it is or as its change since the start.
import { choice } from './dom.js';
import { Measure, largestOf } from './numbers.js';
import { isAmount } from './amounts.js';

export class Quantity {
  /// \param second  position along the second dimension, 'all' (sum), or null where there is none
  /// \param mode    'value', or 'change' since the first record: in percent where the panel is an amount
  constructor(state, panel, second = null, mode = 'value') {
    Object.assign(this, { state, panel, second, mode });
    this.size = panel.sizes[0] ?? 1;
    this.isDifference = state.view.isDifference;
    this.inPercent = mode === 'change' && isAmount(panel);
    this.centred = this.isDifference || mode === 'change';
  }

  get unit() { return this.inPercent ? 'share' : this.panel.unit; }

  get name() {
    const { state, panel, second } = this;
    const part = typeof second === 'number' ? ` · ${state.names(panel.dimensions[1])[second]}` : '';
    const change = this.mode === 'change' ? ` · ${state.text('change_since_start')}` : '';
    return `${state.panelName(panel.name)}${part}${change}`;
  }

  #raw(record, i, which) {
    if (this.second !== 'all') return this.panel.at(record, i, this.second ?? 0, which);
    let sum = 0;
    for (let j = 0; j < this.panel.sizes[1]; ++j) sum += this.panel.at(record, i, j, which);
    return sum;
  }

  at(record, i) {
    const now = this.#raw(record, i, 'values');
    if (this.mode !== 'change') return now;
    const start = this.#raw(0, i, 'values');
    if (!this.inPercent) return now - start;
    return start === 0 ? NaN : now / start - 1;
  }

  /// [low, high] of a 95 % interval, or null where the view has none of this.
  interval(record, i) {
    if (!this.panel.hasInterval || this.mode === 'change' || this.second === 'all') return null;
    const found = [this.#raw(record, i, 'low'), this.#raw(record, i, 'high')];
    return found.every(Number.isFinite) ? found : null;
  }

  row(record) {
    return Float64Array.from({ length: this.size }, (_, i) => this.at(record, i));
  }

  /// Of every record, one after another.
  all() {
    const values = new Float64Array(this.size * this.state.records);
    for (let r = 0; r < this.state.records; ++r) values.set(this.row(r), r * this.size);
    return values;
  }

  measure(values = this.all()) {
    return new Measure(this.unit, largestOf(values), this.state.lang, this.centred && !this.inPercent);
  }
}

const preferred = { colour: ['value_added', 'share', 'tax', 'firms_by_city', 'people'], size: ['residents', 'workers', 'people', 'base', 'firms_by_city'] };

/// The first of the panels that is preferred for a purpose, else the first.
export function preferredPanel(panels, purpose) {
  return preferred[purpose].map((name) => panels.find((p) => p.name === name)).find(Boolean) ?? panels[0];
}

/// Controls for a quantity by `dimension`, and what they say now. `none`: a text for showing nothing;
/// `modes`: the reader may choose between value and change since the start, this one first.
export function pickQuantity(section, { id, label, purpose, none, modes, dimension = 'city' }) {
  const { state } = section;
  const panels = [...state.view.panels.values()].filter((p) => p.dimensions[0] === dimension && p.dimensions.length <= 2);
  if (panels.length === 0) return { controls: [], quantity: null };
  const names = panels.map((p) => p.name);
  const first = preferredPanel(panels, purpose);
  const chosen = state.choice(id, first.name, none ? [...names, ''] : names);
  const panel = panels.find((p) => p.name === chosen);
  const controls = [choice({ id, label, value: chosen, options: panelOptions(state, panels, none), onPick: section.pick(id) })];
  if (!panel) return { controls, quantity: null };
  const second = pickSecond(section, panel, id, controls);
  return { controls, quantity: new Quantity(state, panel, second, modes ? pickMode(section, id, controls, modes) : 'value') };
}

/// Panels as options, those of state and those of flow apart.
export function panelOptions(state, panels, none) {
  const group = (word) => ({ group: state.text(`group_${word}`), options: panels.filter((p) => p.group === word)
    .map((p) => ({ value: p.name, text: state.panelName(p.name) })) });
  return [...(none ? [{ value: '', text: none }] : []), ...['state', 'flow', 'index'].map(group).filter((g) => g.options.length)];
}

function pickSecond(section, panel, id, controls) {
  if (panel.dimensions.length < 2) return null;
  const { state } = section;
  const key = `${id}-${panel.dimensions[1]}`;
  const options = state.names(panel.dimensions[1]).map((text, j) => ({ value: String(j), text }));
  if (isAmount(panel)) options.unshift({ value: 'all', text: state.text('all_together') });
  const value = state.choice(key, options[0].value, options.map((o) => o.value));
  controls.push(choice({ id: key, label: state.dimensionName(panel.dimensions[1]), options, value, onPick: section.pick(key) }));
  return value === 'all' ? 'all' : Number(value);
}

function pickMode(section, id, controls, first) {
  const { state } = section;
  if (state.view.isDifference || state.records < 2) return 'value';
  const key = `${id}-mode`;
  const value = state.choice(key, first);
  controls.push(choice({ id: key, label: state.text('shown_as'), value, onPick: section.pick(key),
    options: [{ value: 'change', text: state.text('change_since_start') }, { value: 'value', text: state.text('value_at_date') }] }));
  return value;
}
