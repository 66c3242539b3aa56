// Elements, with text that is always text: nothing here or elsewhere on the page writes markup from data.

const LONGEST = { heading: 300, option: 60, cell: 60, words: 2000, chart: 11 };

/// An element. Properties that begin with `on` are listeners, `style` an object; the rest are attributes (null: left out).
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name === 'style') Object.assign(made.style, value);
    else if (name === 'value' || name === 'checked' || name === 'selected') made[name] = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

/// A text cut to so many letters, by code points.
export function cut(text, length) {
  const whole = String(text);
  if (whole.length <= length) return whole;
  const letters = Array.from(whole);
  return letters.length <= length ? whole : `${letters.slice(0, length - 1).join('')}…`;
}

/// A name as it stands in a chart: short, and kept from turning the direction of what follows it.
export function chartName(text, length) {
  const narrow = !/[\u2e80-\uffef]/.test(text); // letters half as wide as Chinese ones
  const short = cut(text, length ?? LONGEST.chart * (narrow ? 2 : 1)).replace(/[\r\n\t]/g, ' ');
  return /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(short) ? `\u2068${short}\u2069` : short;
}

/// A text of the data in an element: cut, the whole as its title, its direction its own.
export function dataText(tag, text, kind = 'cell', properties = {}) {
  const short = cut(text, LONGEST[kind]);
  return element(tag, { dir: 'auto', title: short === String(text) ? null : text, ...properties }, short);
}

/// A labelled choice. `options`: [{value, text}] or [{group, options}]; `onPick(value)`.
export function choice({ id, label, options, value, onPick, hideLabel }) {
  const one = (o) => element('option', { value: o.value, selected: o.value === value }, cut(o.text, LONGEST.option));
  const select = element('select', { id, 'aria-label': hideLabel ? label : null, onchange: () => onPick(select.value) },
    options.map((o) => (o.options ? element('optgroup', { label: o.group }, o.options.map(one)) : one(o))));
  return element('label', { class: 'choice', for: id }, hideLabel ? null : element('span', {}, label), select);
}

/// A labelled tick box.
export function tick({ id, label, value, onPick }) {
  const box = element('input', { id, type: 'checkbox', checked: value, onchange: () => onPick(box.checked) });
  return element('label', { class: 'tick', for: id }, box, element('span', {}, label));
}

/// A row of buttons of which one is pressed.
export function tabs({ id, label, options, value, onPick }) {
  const buttons = options.map((o) => element('button', { id: `${id}-${o.value}`, type: 'button', class: 'tab',
    'aria-pressed': String(o.value === value), onclick: () => onPick(o.value) }, o.text));
  return element('div', { class: 'tabs', role: 'group', 'aria-label': label }, buttons);
}
