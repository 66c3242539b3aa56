// A panel as rows of a long table: a row a record and entry, for statistics programs.

/// Columns that name the positions of a dimension: its labels and further names, and a city's province.
export function nameColumns(state, dimension) {
  const entry = state.data.dimensions[dimension];
  const extra = (name) => (entry[name] ? [{ head: dimension === 'city' && name === 'province' ? 'province' : `${dimension}_${name}`, of: (i) => entry[name][i] ?? '' }] : []);
  return [{ head: dimension, of: (i) => entry.labels[i] }, ...extra('zh'), ...extra('en'), ...extra('province')];
}

/// Head and rows of the whole panel at these records.
export function panelRows(state, panel, records) {
  const columns = panel.dimensions.map((d) => nameColumns(state, d));
  const numbers = ['values', ...(panel.hasInterval ? ['low', 'high'] : [])];
  const head = ['date', ...columns.flat().map((c) => c.head), panel.name, ...(panel.hasInterval ? ['low', 'high'] : []), 'unit'];
  const rows = [head];
  for (const r of records) {
    for (let k = 0; k < panel.rowLength; ++k) {
      const at = positions(panel, k);
      rows.push([state.data.dates[r], ...columns.flatMap((cs, d) => cs.map((c) => c.of(at[d]))), ...numbers.map((which) => panel.array(which)[r * panel.rowLength + k]), panel.unit]);
    }
  }
  return rows;
}

// Positions along the dimensions of entry k of a record, the last fastest.
function positions(panel, k) {
  const at = [];
  let rest = k;
  for (let d = panel.sizes.length - 1; d >= 0; --d) {
    at[d] = rest % panel.sizes[d];
    rest = Math.floor(rest / panel.sizes[d]);
  }
  return at;
}
