// Differences between views: what is told from zero.

/// Whether a 95 % interval leaves zero out; null where there is no interval.
export function excludesZero(interval) {
  return interval ? interval[0] > 0 || interval[1] < 0 : null;
}

/// A sentence on where a view's numbers come from: one run, a mean over seeds, pairs of the same seed.
export function provenance(state, view) {
  if (view.isDifference) return state.text(view.seeds > 1 ? 'difference_over_pairs' : 'difference_of_one_pair', { count: view.seeds });
  return view.seeds > 1 ? state.text('mean_over_seeds', { count: view.seeds }) : state.text('one_run');
}

/// How many cities have an interval that leaves zero out, and of how many; null where the quantity has none.
export function toldFromZero(quantity, record) {
  if (!quantity.isDifference || !quantity.interval(record, 0)) return null;
  let told = 0;
  for (let i = 0; i < quantity.size; ++i) if (excludesZero(quantity.interval(record, i))) ++told;
  return { told, of: quantity.size };
}
