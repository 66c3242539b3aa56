// Where cities lie on the picture: outlines and positions.
import { registerMap } from './chart.js';

/// What there is to draw a map with, or null where no city has a position and there are no outlines.
/// {centres: [lon, lat] or null of each city, box: [[west, north], [east, south]], outside: [lon, lat], drawn: Set of cities with an outline}
export function places(state) {
  const city = state.data.dimensions.city;
  if (!city) return null;
  const features = outlinesOf(state, city.labels);
  const drawn = new Set(features.map((f) => f.city).filter((i) => i >= 0));
  const centres = city.labels.map((_, i) => {
    const own = [city.lon?.[i], city.lat?.[i]];
    return own.every(Number.isFinite) ? own : middleOf(features.find((f) => f.city === i));
  });
  const box = boxOf([...features.flatMap((f) => f.points), ...centres.filter(Boolean)]);
  if (!box || centres.every((c) => !c)) return null;
  register(features, box);
  const [[west, north], [east, south]] = box;
  return { centres, box, drawn, outside: [west + 0.04 * (east - west), south + 0.05 * (north - south)], ratio: ratioOf(box) };
}

function outlinesOf(state, labels) {
  return (state.data.outlines?.features ?? []).filter((f) => f.geometry).map((f, k) => ({ city: labels.indexOf(f.properties?.label), number: k,
    geometry: f.geometry, points: pointsOf(f.geometry.coordinates) }));
}

function pointsOf(nested) {
  return typeof nested?.[0] === 'number' ? [nested] : (nested ?? []).flatMap(pointsOf);
}

function boxOf(points) {
  if (points.length === 0) return null;
  const box = [[Infinity, -Infinity], [-Infinity, Infinity]];
  for (const [x, y] of points) {
    box[0] = [Math.min(box[0][0], x), Math.max(box[0][1], y)];
    box[1] = [Math.max(box[1][0], x), Math.min(box[1][1], y)];
  }
  const pad = Math.max(box[1][0] - box[0][0], box[0][1] - box[1][1], 0.01) * 0.05;
  return [[box[0][0] - pad, box[0][1] + pad], [box[1][0] + pad, box[1][1] - pad]];
}

function middleOf(feature) {
  const box = feature ? boxOf(feature.points) : null;
  return box ? [(box[0][0] + box[1][0]) / 2, (box[0][1] + box[1][1]) / 2] : null;
}

// A degree of longitude over one of latitude, at the middle of the picture.
export const shrink = ([[, north], [, south]]) => Math.cos(((north + south) / 2) * (Math.PI / 180));

function ratioOf(box) {
  const wide = ((box[1][0] - box[0][0]) * shrink(box)) / (box[0][1] - box[1][1]);
  return Math.min(1.6, Math.max(0.7, wide));
}

// Regions are named by number: a name of the data is never a key of the picture. Without outlines one region that is
// not seen spans the box, since the picture needs one to know its extent.
function register(features, box) {
  const [[west, north], [east, south]] = box;
  const ring = [[west, north], [east, north], [east, south], [west, south], [west, north]];
  const frame = { type: 'Feature', properties: { name: 'frame' }, geometry: { type: 'Polygon', coordinates: [ring] } };
  const own = features.map((f) => ({ type: 'Feature', properties: { name: f.city >= 0 ? String(f.city) : `other${f.number}` }, geometry: f.geometry }));
  registerMap('places', { type: 'FeatureCollection', features: own.length ? own : [frame] });
}
