// A section of the page: it is built anew when the reader chooses something in it, and told when the date moves.
import { element } from './dom.js';
import { Chart, time } from './chart.js';

export class Section {
  #build;
  #charts = [];
  #listeners = [];

  /// \param build  (section) => elements
  constructor(state, id, title, build) {
    this.state = state;
    this.#build = build;
    this.body = element('div', { class: 'section-body' });
    this.element = element('section', { id, class: 'section', 'aria-labelledby': `${id}-title` },
      element('h2', { id: `${id}-title` }, title), this.body);
    state.onRecord(() => this.#moved());
    this.draw();
  }

  draw = () => {
    const focused = this.body.contains(document.activeElement) ? document.activeElement.id : null;
    for (const chart of this.#charts) chart.dispose();
    this.#charts = [];
    this.#listeners = [];
    this.body.replaceChildren(...this.#build(this).flat().filter(Boolean));
    if (focused) document.getElementById(focused)?.focus();
  };

  /// Adds a chart, of which the element is returned.
  chart(options) {
    const chart = new Chart(options);
    this.#charts.push(chart);
    return chart.element;
  }

  /// A chart over time; a click on it moves the date.
  timeChart(options) {
    return this.chart({ ...options, onPick: (value) => this.state.setRecord(nearest(this.state.data.dates, value)) });
  }

  onRecord(listener) { this.#listeners.push(listener); }

  /// A choice that is kept and redraws the section.
  pick(key) {
    return (value) => {
      this.state.choose(key, value);
      this.draw();
    };
  }

  #moved() {
    for (const listener of this.#listeners) listener();
    for (const chart of this.#charts) chart.moved();
  }
}

function nearest(dates, value) {
  let best = 0;
  dates.forEach((date, k) => {
    if (Math.abs(time(date) - value) < Math.abs(time(dates[best]) - value)) best = k;
  });
  return best;
}
