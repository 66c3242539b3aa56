// Numbers as people read them: units, thousands and millions or 万 and 亿, digits.
import { magnitudes, unitEntry } from './strings.js';

/// Three digits that count (or `count` of them), grouped, without an exponent where people would not use one.
export function digits(value, lang, count = 3) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const locale = lang === 'zh' ? 'zh-CN' : 'en-GB';
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(2).replace('-', '−').replace('e−', 'e-').replace('e+', 'e');
  const before = size >= 1 ? Math.floor(Math.log10(size)) + 1 : 1;
  const shown = size >= 1 || size === 0 ? { maximumFractionDigits: Math.max(0, count - before) } : { maximumSignificantDigits: count };
  return value.toLocaleString(locale, shown).replace('-', '−');
}

/// How to say numbers of one chart: all in one magnitude, chosen for the largest of them.
export class Measure {
  /// \param unit        of the panel
  /// \param largest     largest absolute value, in that unit
  /// \param difference  shares become percentage points
  constructor(unit, largest, lang, difference = false) {
    const entry = unitEntry(unit);
    this.lang = lang;
    this.least = Math.abs(largest) * 1e-5;
    const size = Math.abs(largest) * (entry.factor ?? 1);
    const step = entry.scaled ? magnitudes[lang].find((m) => size >= m.from) : undefined;
    this.factor = (entry.factor ?? 1) / (step?.size ?? 1);
    const name = difference && entry.percent ? (lang === 'zh' ? '个百分点' : 'percentage points') : entry[lang];
    this.label = `${step?.word ?? ''}${step && lang === 'en' && name ? ' ' : ''}${name}`;
  }

  /// The number alone, as on an axis: what is nothing beside the largest is 0, unless `count` digits are asked for.
  number(value, count) {
    if (count === undefined && Math.abs(value) < this.least) return '0';
    return digits(value * this.factor, this.lang, count);
  }

  /// Number and unit.
  say(value) {
    if (!Number.isFinite(value)) return '–';
    const gap = this.label === '%' || this.label === '' ? '' : ' ';
    return `${this.number(value)}${gap}${this.label}`;
  }
}

/// One number alone, in the magnitude that fits it.
export function say(value, unit, lang, difference = false) {
  return new Measure(unit, value, lang, difference).say(value);
}

/// The middle of the absolute values that are not zero: what a table with one magnitude should be easy to read for.
export function typicalOf(values) {
  const sizes = Float64Array.from(values, Math.abs).filter((x) => Number.isFinite(x) && x > 0).sort();
  return sizes.length ? sizes[sizes.length >> 1] : 0;
}

export function largestOf(values) {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest;
}

/// The exact number as text: the shortest that reads back as the same float64; nothing where it is not known.
export function exact(value) {
  if (Number.isNaN(value)) return '';
  return Object.is(value, -0) ? '-0' : String(value);
}
