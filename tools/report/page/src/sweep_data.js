// A sweep as numbers: points with their factors and, for each index, mean and spread over replicates.
import { decode } from './arrays.js';

const MOST_CELLS = 12; // cells a factor of many values is cut into

export class Sweep {
  constructor(entry, dates) {
    Object.assign(this, entry);
    this.dates = dates ?? [];
    this.values = decode(entry.factor_values);
    this.means = decode(entry.mean);
    this.deviations = decode(entry.deviation);
    this.counts = entry.count === undefined ? null : decode(entry.count);
    this.series = entry.series_mean ? decode(entry.series_mean) : null;
  }

  factorAt(point, factor) { return this.values[point * this.factors.length + factor]; }
  meanAt(point, index) { return this.means[point * this.indices.length + index]; }
  deviationAt(point, index) { return this.deviations[point * this.indices.length + index]; }
  countAt(point, index) { return this.counts ? this.counts[point * this.indices.length + index] : NaN; }
  seriesAt(point, record, index) { return this.series[(point * this.dates.length + record) * this.indices.length + index]; }
  all() { return Array.from({ length: this.points }, (_, p) => p); }

  /// Cells of a factor: {labels, of(point)}: its levels, its values where they are few, else stretches that hold equally many points.
  cells(factor, say) {
    const { levels } = this.factors[factor];
    if (levels) return { labels: levels, of: (p) => this.factorAt(p, factor) };
    const sorted = [...new Set(this.all().map((p) => this.factorAt(p, factor)))].sort((a, b) => a - b);
    if (sorted.length <= 2 * MOST_CELLS) return { labels: sorted.map(say), of: (p) => sorted.indexOf(this.factorAt(p, factor)) };
    const count = Math.min(MOST_CELLS, Math.max(4, Math.round(Math.sqrt(this.points / 4))));
    const limits = Array.from({ length: count - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / count)]);
    const edges = [sorted[0], ...limits, sorted.at(-1)];
    return { labels: edges.slice(1).map((edge, k) => `${say(edges[k])} – ${say(edge)}`), of: (p) => limits.reduce((k, limit) => (this.factorAt(p, factor) >= limit ? k + 1 : k), 0) };
  }

  /// Mean of an index over `points`, each weighing as the replicates that it has.
  average(points, at, index) {
    let sum = 0;
    let weight = 0;
    for (const p of points) {
      const value = at(p);
      const count = this.counts ? this.countAt(p, index) : 1;
      if (!Number.isFinite(value) || !(count > 0)) continue;
      sum += count * value;
      weight += count;
    }
    return weight > 0 ? sum / weight : NaN;
  }
}
