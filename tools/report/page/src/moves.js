// Arrows of moves between places, and links of enclaves.
import { Measure } from './numbers.js';
import { ink } from './colours.js';
import { chartName } from './dom.js';
import { tip } from './chart.js';

const WIDEST = 9; // pixels

/// Moves of one kind ("firms", "talent", "capital") in the view shown.
export class Moves {
  constructor(state, kind) {
    Object.assign(this, { state, kind, entry: state.view.moves[kind] });
    const cities = state.data.dimensions.city.labels;
    this.cityOf = (state.data.dimensions.origin?.labels ?? cities).map((label) => cities.indexOf(label));
    this.names = state.names('origin').length ? state.names('origin') : state.names('city');
    this.largest = this.entry.by_record.reduce((most, rows) => rows.reduce((m, row) => Math.max(m, Math.abs(row[2])), most), 0);
    this.measure = new Measure(this.entry.unit, this.largest, state.lang);
  }

  /// The largest `count` at the date; with those from and to places that are no city, or without.
  rows(count, withOutside) {
    const rows = this.entry.by_record[this.state.record] ?? [];
    const shown = rows.filter(([from, to]) => from !== to && (withOutside || (this.cityOf[from] >= 0 && this.cityOf[to] >= 0)));
    return shown.slice().sort((a, b) => Math.abs(b[2]) - Math.abs(a[2])).slice(0, count);
  }

  /// Whether any move at all is from a city to another.
  anyWithin() {
    return this.entry.by_record.some((rows) => rows.some(([from, to]) => this.cityOf[from] >= 0 && this.cityOf[to] >= 0));
  }

  width(amount) { return this.largest > 0 ? 0.8 + (WIDEST - 0.8) * (Math.abs(amount) / this.largest) : 0.8; }

  say([from, to, amount]) { return tip(`${chartName(this.names[from], 40)} → ${chartName(this.names[to], 40)}`, [[null, this.state.text(`moves_${this.kind}`), this.measure.say(amount)]]); }

  /// A series of arrows on the map. Less than in the run that is compared with is drawn broken.
  series(places, count, withOutside) {
    const at = (k) => (this.cityOf[k] >= 0 ? places.centres[this.cityOf[k]] : places.outside);
    const data = this.rows(count, withOutside).filter((row) => at(row[0]) && at(row[1])).map((row) => {
      const width = this.width(row[2]);
      return { coords: [at(row[0]), at(row[1])], row, symbolSize: 5 + 1.5 * width,
        lineStyle: { width, type: row[2] < 0 ? 'dashed' : 'solid', curveness: 0.22, color: ink, opacity: 0.72 } };
    });
    return { id: 'moves', type: 'lines', coordinateSystem: 'geo', z: 6, symbol: ['none', 'arrow'], data, tooltip: { formatter: (p) => this.say(p.data.row) } };
  }
}

/// Links that hold at the date; one that lasts to the end of the run holds at its last record too.
export function linksNow(state) {
  const { date } = state;
  const last = state.data.dates.at(-1);
  return state.data.links.filter((link) => (!link.from_date || link.from_date <= date) && (!link.to_date || date < link.to_date || link.to_date >= last));
}

export const linkColour = '#c2185b';

export function linkSeries(state, places) {
  const cities = state.data.dimensions.city.labels;
  const names = state.names('city');
  const data = linksNow(state).map((link) => ({ link, ends: [cities.indexOf(link.from), cities.indexOf(link.to)] }))
    .filter(({ ends }) => ends.every((i) => i >= 0 && places.centres[i]))
    .map(({ link, ends }) => ({ link, ends, coords: ends.map((i) => places.centres[i]) }));
  return { id: 'links', type: 'lines', coordinateSystem: 'geo', z: 7, data, symbol: ['circle', 'diamond'], symbolSize: 9,
    lineStyle: { color: linkColour, width: 3, type: [6, 4], curveness: -0.22, opacity: 1 },
    tooltip: { formatter: ({ data: d }) => tip(`${chartName(names[d.ends[0]], 40)} ⇢ ${chartName(names[d.ends[1]], 40)}`, [[linkColour, state.text('enclave'), chartName(d.link.name || '', 40)]]) } };
}
