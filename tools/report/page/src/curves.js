// A chart of curves over time: names at the top, bands where there are intervals, the date marked.
import { chartName } from './dom.js';
import { time, timeAxis, tip, tooltip, valueAxis } from './chart.js';
import { category, mark, muted } from './colours.js';

/// The series that marks the date that is shown.
export function dateMark(state) {
  return { id: 'now', type: 'line', data: [], silent: true, markLine: { symbol: 'none', silent: true, animation: false, label: { show: false },
    lineStyle: { color: mark, width: 1.2, type: 'solid' }, data: [{ xAxis: time(state.date) }] } };
}

// One polygon from the lows forward and the highs back, as long as both are known.
function band(curve, k, dates) {
  const known = dates.map((d, r) => r).filter((r) => curve.low && Number.isFinite(curve.low[r]) && Number.isFinite(curve.high[r]));
  if (known.length < 2) return null;
  return { id: `band${k}`, type: 'custom', silent: true, z: 1, data: known.map((r) => [time(dates[r]), curve.low[r], curve.high[r]]), encode: { x: 0, y: [1, 2] }, clip: true, tooltip: { show: false },
    renderItem: (params, api) => {
      if (params.dataIndexInside !== 0) return null;
      const at = (r, row) => api.coord([time(dates[r]), row[r]]);
      const points = [...known.map((r) => at(r, curve.low)), ...known.slice().reverse().map((r) => at(r, curve.high))];
      return { type: 'polygon', shape: { points }, style: { fill: curve.colour ?? category(k), opacity: 0.17 } };
    } };
}

function curveSeries(curve, k, dates, options) {
  const colour = curve.colour ?? category(k);
  return { id: `curve${k}`, name: curve.name, type: 'line', symbol: 'none', data: dates.map((d, r) => [time(d), curve.values[r]]), lineStyle: { width: options.area ? 0.6 : 2, color: colour, type: k < 8 || options.area ? 'solid' : 'dashed' },
    itemStyle: { color: colour }, areaStyle: options.area ? { color: colour, opacity: 0.85 } : undefined, stack: options.area ? 'all' : undefined, z: 3, emphasis: { disabled: true } };
}

/// Options for Section.timeChart.
/// \param curves   [{name, values, low, high, colour}], values along the dates; low and high may be missing
/// \param options  {label, height, measure, area: stacked, zero: the axis begins at zero, legend, max}
export function curveChart(state, curves, options) {
  const { dates } = state.data;
  const shown = curves.map((c, k) => ({ ...c, name: `${chartName(c.name, 24)}${'\u200b'.repeat(k)}` })); // two names that are alike stay two
  const make = (width) => {
    const legend = options.legend !== false && shown.length > 1;
    const perRow = Math.max(1, Math.floor(width / 130));
    const top = legend ? 22 * Math.min(width < 500 ? 8 : 4, Math.ceil(shown.length / perRow)) + 10 : 12;
    return { grid: { left: 8, right: 20, top, bottom: 8, containLabel: true },
      legend: legend ? { top: 0, left: 0, right: 0, type: 'plain', itemWidth: 16, itemHeight: 9, itemGap: 12, textStyle: { fontSize: 12 }, icon: 'roundRect', data: shown.map((c) => c.name) } : undefined,
      tooltip: tooltip((rows) => curveTip(state, shown, rows, options), { trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: muted } } }),
      xAxis: timeAxis(), yAxis: valueAxis(options.measure, { scale: !options.zero && !options.area, max: options.max, splitNumber: options.height < 220 ? 3 : 5 }),
      series: [...shown.map((c, k) => (options.area ? null : band(c, k, dates))).filter(Boolean), ...shown.map((c, k) => curveSeries(c, k, dates, options)), dateMark(state)], useUTC: true };
  };
  return { label: options.label, height: options.height, make, move: () => ({ series: [dateMark(state)] }) };
}

function curveTip(state, curves, rows, { measure }) {
  const at = state.data.dates.findIndex((d) => time(d) === rows[0]?.axisValue);
  if (at < 0) return null;
  const known = curves.map((c, k) => ({ c, k })).filter(({ c }) => Number.isFinite(c.values[at])).sort((a, b) => b.c.values[at] - a.c.values[at]);
  return tip(state.data.dates[at], known.map(({ c, k }) => [c.colour ?? category(k), c.name,
    `${measure.say(c.values[at])}${c.low && Number.isFinite(c.low[at]) ? ` [${measure.number(c.low[at])}, ${measure.number(c.high[at])}]` : ''}`]));
}
