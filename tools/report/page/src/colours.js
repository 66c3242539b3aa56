// Colours that people with any kind of colour blindness can tell apart.
// Categories: Okabe & Ito (2008), then the same darker. Sequences: viridis (van der Walt & Smith 2015), light for low.
// Differences: orange for less, blue for more, after PuOr and Blues of ColorBrewer (Brewer 2003).

export const categories = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#444444', '#f0e442',
  '#003f66', '#8a3d00', '#005c43', '#8c3f68', '#946600', '#2a7cb0', '#9a9a9a', '#a89f1c'];
export const category = (k) => categories[k % categories.length];

const viridis = ['#fde725', '#90d743', '#35b779', '#21918c', '#31688e', '#443983', '#440154'];
const lessToMore = ['#a84b00', '#e07b1a', '#fbbf7c', '#f1f1ee', '#a9d0ea', '#4a98cf', '#0b559f'];
export const unknown = '#dcdcdc';
export const ink = '#1c2630', muted = '#56636f', line = '#d5dbe1', accent = '#0b5a8f', mark = '#b3261e';

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

// Two digits that count: a break that people can read.
function rounded(value) {
  return Number(value.toPrecision(2));
}

const distinct = (values) => [...new Set(values)].sort((a, b) => a - b);

/// A colour half way to white: a difference that is not told from zero.
export function paler(colour) {
  const parts = [1, 3, 5].map((k) => Math.round(255 - (255 - parseInt(colour.slice(k, k + 2), 16)) * 0.38));
  return `rgb(${parts.join(',')})`;
}

/// Classes of colour. `breaks` rise; class k holds values from breaks[k - 1] up to below breaks[k].
export class Classes {
  constructor(breaks, colours) {
    this.breaks = breaks;
    this.colours = colours;
  }

  of(value) {
    return this.breaks.reduce((k, limit) => (value >= limit ? k + 1 : k), 0);
  }

  colour(value) {
    return Number.isFinite(value) ? this.colours[this.of(value)] : unknown;
  }
}

/// Classes that hold about equally many of `values`: those of all records, so that a colour means the same at every date.
export function sequence(values) {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0 || sorted[0] === sorted.at(-1)) return new Classes([], [viridis[3]]);
  let breaks = distinct([1, 2, 3, 4, 5, 6].map((k) => rounded(quantile(sorted, k / 7))));
  breaks = breaks.filter((limit) => limit > sorted[0] && limit <= sorted.at(-1));
  if (breaks.length === 0) breaks = [sorted.at(-1)];
  const colours = Array.from({ length: breaks.length + 1 }, (_, k) => viridis[Math.round((k * 6) / breaks.length)]);
  return new Classes(breaks, colours);
}

/// Classes around zero, alike on both sides.
export function diverging(values) {
  const sizes = Float64Array.from(values, Math.abs).filter((x) => Number.isFinite(x) && x > 0).sort();
  if (sizes.length === 0) return new Classes([], [lessToMore[3]]);
  const steps = distinct([0.2, 0.5, 0.8].map((share) => rounded(quantile(sizes, share))));
  const breaks = [...steps.map((x) => -x).reverse(), ...steps];
  const middle = 3;
  const colours = Array.from({ length: breaks.length + 1 }, (_, k) => lessToMore[middle + Math.round(((k - steps.length) * 3) / steps.length)]);
  return new Classes(breaks, colours);
}
