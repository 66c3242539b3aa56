// A chart: made when it comes near the window, redrawn when what it shows has changed and it can be seen.
import * as echarts from 'echarts/core';
import { BarChart, CustomChart, LineChart, LinesChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { GeoComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { element } from './dom.js';
import { ink, line, muted } from './colours.js';

echarts.use([BarChart, CustomChart, LineChart, LinesChart, SankeyChart, ScatterChart, GeoComponent, GridComponent,
  LegendComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);

export const registerMap = echarts.registerMap;
export const font = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei','Helvetica Neue',Arial,sans-serif";

const living = new Map();
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) living.get(entry.target)?.seen(entry.isIntersecting);
}, { rootMargin: '300px' });
const resized = new ResizeObserver((entries) => {
  for (const entry of entries) living.get(entry.target)?.fit();
});

export class Chart {
  #instance = null;
  #visible = false;
  #stale = true;
  #make;
  #move;

  /// \param label   what a screen reader says
  /// \param make    () => the whole option
  /// \param move    () => what changes with the date, merged into it; without it the whole is made again
  /// \param onPick  (date value on the x axis) => ..., when the reader clicks on the plane
  constructor({ label, height, ratio, make, move, onPick }) {
    this.#make = make;
    this.#move = move;
    this.onPick = onPick;
    this.element = element('div', { class: 'chart', role: 'img', 'aria-label': label,
      style: { height: height ? `${height}px` : null, aspectRatio: ratio ?? null } });
    living.set(this.element, this);
    near.observe(this.element);
    resized.observe(this.element);
  }

  seen(visible) {
    this.#visible = visible;
    if (visible && this.#stale) this.draw();
  }

  draw() {
    if (!this.element.clientWidth) return;
    if (!this.#instance) {
      this.#instance = echarts.init(this.element, null, { renderer: 'svg' });
      if (this.onPick) this.#listen();
    }
    this.#instance.setOption({ ...base(), ...this.#make(this.element.clientWidth, this.element.clientHeight) }, { notMerge: true });
    this.#stale = false;
  }

  #listen() {
    this.#instance.getZr().on('click', (event) => {
      const at = [event.offsetX, event.offsetY];
      if (this.#instance.containPixel('grid', at)) this.onPick(this.#instance.convertFromPixel({ xAxisIndex: 0 }, event.offsetX));
    });
  }

  /// The date is another.
  moved() {
    if (!this.#visible || !this.#instance) this.#stale = true;
    else if (this.#move) this.#instance.setOption(this.#move());
    else this.draw();
  }

  fit() {
    if (!this.#instance) return;
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!width || (this.#instance.getWidth() === width && this.#instance.getHeight() === height)) return;
    this.#instance.resize({ width, height });
    this.draw();
  }

  dispose() {
    near.unobserve(this.element);
    resized.unobserve(this.element);
    living.delete(this.element);
    this.#instance?.dispose();
  }
}

/// Makes and fits every chart: before the page is printed.
export function drawAll() {
  for (const chart of living.values()) {
    chart.draw();
    chart.fit();
  }
}

function base() {
  return { animation: false, textStyle: { fontFamily: font, color: ink, fontSize: 13 } };
}

/// A tooltip whose content is made of elements. `content(params)`: an element, or nothing.
export function tooltip(content, extra = {}) {
  return { trigger: 'item', renderMode: 'html', confine: true, enterable: false, transitionDuration: 0, padding: [8, 12], borderColor: line,
    textStyle: { color: ink, fontFamily: font, fontSize: 13 }, extraCssText: 'max-width:340px;white-space:normal;z-index:30',
    formatter: (params) => content(params) ?? '', ...extra };
}

/// Title and rows [colour, name, value] of a tooltip.
export function tip(title, rows) {
  return element('div', { class: 'tip' }, element('strong', { dir: 'auto' }, title), rows.map(([colour, name, value]) =>
    element('div', { class: 'tip-row' }, colour ? element('i', { style: { background: colour } }) : null,
      element('bdi', {}, name), element('b', {}, value))));
}

/// An axis of numbers said by `measure`.
export function valueAxis(measure, extra = {}) {
  return { type: 'value', splitLine: { lineStyle: { color: '#e8ecf0' } }, axisLine: { show: false }, axisTick: { show: false }, ...extra,
    axisLabel: { ...axisLabel, ...extra.axisLabel, formatter: (value) => digitsOf(measure, value) } };
}
const digitsOf = (measure, value) => (value === 0 ? '0' : measure.number(value));

/// Limits of an axis that are data and no round numbers, so no label stands at them.
export function limits(low, high) {
  const label = (value) => value === 0;
  return { min: low, max: high, axisLabel: { ...axisLabel, showMinLabel: label(low), showMaxLabel: label(high) } };
}
const axisLabel = { color: muted, hideOverlap: true };

export function timeAxis(extra = {}) {
  return { type: 'time', axisLabel: { color: muted, hideOverlap: true, formatter: { year: '{yyyy}', month: '{yyyy}-{MM}', day: '{yyyy}-{MM}-{dd}', hour: '', minute: '', second: '', millisecond: '' } },
    axisLine: { lineStyle: { color: '#9aa6b2' } }, axisTick: { lineStyle: { color: '#9aa6b2' } }, splitLine: { show: false }, ...extra };
}

export const time = (date) => Date.parse(`${date}T00:00:00Z`);
