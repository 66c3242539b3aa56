// Whiskers of intervals in custom series.
import { ink } from './colours.js';

const stroke = { stroke: ink, lineWidth: 1.3 };
const from = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: stroke });

/// A horizontal one: data are [low, row, high].
export function whisker(api) {
  const [x0, y] = api.coord([api.value(0), api.value(1)]);
  const [x1] = api.coord([api.value(2), api.value(1)]);
  if (!Number.isFinite(x0) || !Number.isFinite(x1)) return null;
  return { type: 'group', children: [from(x0, y, x1, y), from(x0, y - 4, x0, y + 4), from(x1, y - 4, x1, y + 4)] };
}

/// A vertical one: data are [x, low, high].
export function whiskerUp(api) {
  const [x, y0] = api.coord([api.value(0), api.value(1)]);
  const [, y1] = api.coord([api.value(0), api.value(2)]);
  if (!Number.isFinite(y0) || !Number.isFinite(y1)) return null;
  return { type: 'group', children: [from(x, y0, x, y1), from(x - 4, y0, x + 4, y0), from(x - 4, y1, x + 4, y1)] };
}
