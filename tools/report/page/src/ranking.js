// Cities in order of a quantity at the date: bars, with intervals where the view has them.
import { chartName } from './dom.js';
import { limits, tip, tooltip, valueAxis } from './chart.js';
import { excludesZero } from './comparison.js';
import { ink, muted } from './colours.js';
import { whisker } from './whiskers.js';

const ROW = 21; // pixels a bar; where there are few

/// Cities whose number is known, from most to least; at most `most` of them, where there are more from both ends.
export function ordered(quantity, record, most) {
  const row = quantity.row(record);
  const all = Array.from(row.keys()).filter((i) => Number.isFinite(row[i])).sort((a, b) => row[b] - row[a]);
  if (all.length <= most) return all;
  const half = quantity.centred ? Math.ceil(most / 2) : most;
  return [...all.slice(0, half), ...all.slice(all.length - (most - half))];
}

/// Options of a bar chart for Section.chart. `colour(value)`; `most` bars.
export function ranking(section, quantity, measure, colour, most) {
  const { state } = section;
  const names = state.names('city');
  const count = Math.min(most, quantity.size);
  const make = () => {
    const rows = ordered(quantity, state.record, most);
    return { grid: { left: 4, right: 64, top: 4, bottom: 24, containLabel: true }, tooltip: tooltip(({ dataIndex }) => bar(section, quantity, measure, rows[dataIndex], names)),
      xAxis: extentAxis(measure, quantity),
      yAxis: { type: 'category', inverse: true, data: rows.map((i) => chartName(names[i])), axisLabel: { color: ink, fontSize: 12, interval: 0 }, axisTick: { show: false }, axisLine: { show: false } },
      series: [{ type: 'bar', barCategoryGap: '28%', data: rows.map((i) => bars(quantity, state.record, i, colour)),
        label: { show: !quantity.interval(state.record, 0), position: 'right', color: ink, fontSize: 11, formatter: ({ dataIndex }) => measure.number(quantity.at(state.record, rows[dataIndex])) } },
      whiskers(quantity, state.record, rows)].filter(Boolean) };
  };
  return { label: `${state.text('ranking')}: ${quantity.name}`, height: count * (count > 12 ? ROW : 34) + 34, make };
}

function bar(section, quantity, measure, i, names) {
  const { state } = section;
  const rows = [[null, quantity.name, measure.say(quantity.at(state.record, i))]];
  const interval = quantity.interval(state.record, i);
  if (interval) rows.push([null, state.text('interval'), interval.map((x) => measure.number(x)).join(' … ')]);
  return tip(chartName(names[i], 60), rows);
}

function bars(quantity, record, i, colour) {
  const value = quantity.at(record, i);
  const told = quantity.isDifference ? excludesZero(quantity.interval(record, i)) : null;
  return { value, itemStyle: { color: colour(value, told), borderColor: told ? ink : muted, borderWidth: told ? 2 : 0.5 } };
}

// The axis stays over time, so that a bar that grows is seen to grow.
function extentAxis(measure, quantity) {
  const { state } = quantity;
  let [low, high] = [0, 0];
  for (let r = 0; r < state.records; ++r) {
    for (let i = 0; i < quantity.size; ++i) {
      for (const value of [quantity.at(r, i), ...(quantity.interval(r, i) ?? [])]) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  return valueAxis(measure, { splitNumber: 3, ...(low === high ? {} : limits(low * 1.02, high * 1.02)) });
}

// Whiskers of 95 % intervals.
function whiskers(quantity, record, rows) {
  if (!quantity.interval(record, rows[0] ?? 0)) return null;
  const ends = rows.map((i) => quantity.interval(record, i) ?? [NaN, NaN]);
  return { type: 'custom', silent: true, z: 5, data: ends.map((e, k) => [e[0], k, e[1]]), encode: { x: [0, 2], y: 1 }, renderItem: (params, api) => whisker(api) };
}
