// What is shown now: language, view, record, and what the reader has chosen in the sections.
import { Panel } from './arrays.js';
import { dimensionName, panelName, provinceName, text } from './strings.js';

/// A view with its panels as arrays.
class View {
  constructor(entry, dimensions) {
    Object.assign(this, entry);
    this.isDifference = entry.kind === 'difference';
    this.panels = new Map(Object.entries(entry.panels).map(([name, panel]) => [name, new Panel(name, panel, dimensions)]));
  }

  /// Panels whose dimensions are exactly these, in the order of the file.
  over(...dimensions) {
    return [...this.panels.values()].filter((p) => p.dimensions.join() === dimensions.join());
  }
}

// A key of a model as words.
const plain = (label) => (/^[a-z0-9_]+$/.test(label) ? label.replaceAll('_', ' ') : label);

export class State {
  #listeners = new Set();
  #choices = new Map();
  #names = new Map();

  constructor(data) {
    this.data = data;
    this.lang = data.lang === 'en' ? 'en' : 'zh';
    this.views = data.views.map((entry) => new View(entry, data.dimensions));
    this.viewNumber = Math.max(0, this.views.findIndex((v) => v.isDifference));
    this.record = Math.max(0, data.dates.length - 1);
    this.model = (data.runs[0] ?? data.sweep)?.model ?? '';
  }

  get view() { return this.views[this.viewNumber]; }
  get date() { return this.data.dates[this.record]; }
  get records() { return this.data.dates.length; }

  text(key, values) { return text(this.lang, key, values); }
  panelName(panel) { return panelName(this.lang, panel, this.model); }
  dimensionName(dimension) { return dimensionName(this.lang, dimension); }
  provinceName(province) { return provinceName(this.lang, province); }

  /// The name of a view; its number of seeds beside it where there are several.
  viewName(view = this.view) { return view.name[this.lang]; }

  /// Names along a dimension in the language shown; of two that are alike, each with its province or code.
  names(dimension) {
    const key = `${this.lang}/${dimension}`;
    if (!this.#names.has(key)) this.#names.set(key, this.#makeNames(dimension));
    return this.#names.get(key);
  }

  #makeNames(dimension) {
    const entry = this.data.dimensions[dimension];
    if (!entry) return [];
    const names = entry.labels.map((label, i) => entry[this.lang]?.[i] || plain(label));
    const twice = (list, name) => list.indexOf(name) !== list.lastIndexOf(name);
    const provinces = entry.province ?? this.data.dimensions.city?.province ?? [];
    const inProvince = (i) => (provinces[i] ? `${names[i]} (${this.provinceName(provinces[i])})` : names[i]);
    const told = names.map((name, i) => (twice(names, name) ? inProvince(i) : name));
    // Labels are unique where neither the name nor its province tells.
    return told.map((name, i) => (twice(told, name) ? `${name} (${entry.labels[i]})` : name));
  }

  /// What the reader chose under `key`; `otherwise` where nothing is, or where it is none of `allowed` any more.
  choice(key, otherwise, allowed) {
    const chosen = this.#choices.get(key);
    return chosen === undefined || (allowed && !allowed.includes(chosen)) ? otherwise : chosen;
  }

  choose(key, value) { this.#choices.set(key, value); }

  setRecord(record) {
    const next = Math.min(this.records - 1, Math.max(0, record));
    if (next === this.record) return;
    this.record = next;
    for (const listener of this.#listeners) listener();
  }

  onRecord(listener) { this.#listeners.add(listener); }
  forgetListeners() { this.#listeners.clear(); }
}
