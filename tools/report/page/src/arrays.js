// Arrays of the data: base64 of little-endian float64, decoded when they are first looked at.

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/// "f64:..." as numbers, bit for bit. \throws Error on another beginning or a length that is no multiple of 8 bytes.
export function decode(text) {
  if (!text.startsWith('f64:')) throw new Error(`an array begins with "${text.slice(0, 4)}", not with "f64:"`);
  const letters = atob(text.slice(4));
  if (letters.length % 8 !== 0) throw new Error(`an array of ${letters.length} bytes is no row of float64`);
  const bytes = new Uint8Array(letters.length);
  for (let k = 0; k < bytes.length; ++k) bytes[k] = letters.charCodeAt(k);
  if (littleEndian) return new Float64Array(bytes.buffer);
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, k) => view.getFloat64(8 * k, true));
}

/// A panel of a view: an array over records and the dimensions that it names, the last fastest.
export class Panel {
  #entry;
  #arrays = new Map();

  constructor(name, entry, dimensions) {
    this.name = name;
    this.#entry = entry;
    this.dimensions = entry.dimensions;
    this.unit = entry.unit;
    this.meaning = entry.meaning;
    this.group = entry.group;
    this.sizes = entry.dimensions.map((d) => dimensions[d].labels.length);
    this.rowLength = this.sizes.reduce((product, size) => product * size, 1);
    this.hasInterval = Boolean(entry.low && entry.high);
  }

  /// `which`: values, low or high.
  array(which = 'values') {
    if (!this.#arrays.has(which)) this.#arrays.set(which, decode(this.#entry[which]));
    return this.#arrays.get(which);
  }

  /// The number at a record and the positions `i`, `j` along the dimensions (0 where there is none).
  at(record, i = 0, j = 0, which = 'values') {
    return this.array(which)[record * this.rowLength + (this.sizes.length > 1 ? i * this.sizes[1] + j : i)];
  }
}
