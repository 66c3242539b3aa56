// Which panels are amounts, that may be summed over cities, and how the others are averaged.

const amountUnits = new Set(['persons', 'firms', '100 million yuan', '100 million yuan a year', 'fen', 'fen a step', 'yuan', 'units', 'frontier firms']);
const parts = new Set(['share']); // a city's part of all: parts of a province add up
const weights = ['residents', 'workers', 'people', 'base', 'firms_by_city'];

export function isAmount(panel) {
  return amountUnits.has(panel.unit) || parts.has(panel.name);
}

/// Panel of the first level view by which averages over cities are weighted, or null: then all cities count alike.
export function weightPanel(state) {
  const level = state.views.find((v) => !v.isDifference);
  const name = weights.find((w) => level?.panels.get(w)?.dimensions.join() === 'city');
  return name ? level.panels.get(name) : null;
}

/// Sum over `cities` of an amount; else their average, weighted by `weight` at the record, without those not known.
export function gathered(panel, record, cities, at, weight) {
  if (isAmount(panel)) return cities.reduce((sum, i) => sum + at(i), 0);
  let sum = 0;
  let total = 0;
  for (const i of cities) {
    const w = weight ? weight.at(record, i) : 1;
    const value = at(i);
    if (!Number.isFinite(value) || !(w > 0)) continue;
    sum += w * value;
    total += w;
  }
  return total > 0 ? sum / total : NaN;
}

/// Cities of each province, in the order of the file: Map name -> positions.
export function citiesByProvince(state) {
  const provinces = new Map();
  (state.data.dimensions.city?.province ?? []).forEach((name, i) => {
    if (!name) return;
    if (!provinces.has(name)) provinces.set(name, []);
    provinces.get(name).push(i);
  });
  return provinces;
}
