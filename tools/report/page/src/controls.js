// The bar that stays in sight: which view, which date, play, language.
import { choice, element } from './dom.js';

const SPEEDS = [1, 2, 4, 8]; // records a second

/// \param show  { view(number), lang(word) }: what redraws the page
export function controls(state, show) {
  const player = new Player(state);
  const parts = [];
  if (state.views.length > 1) parts.push(viewChoice(state, show));
  if (state.records > 1) parts.push(player.element());
  parts.push(languageSwitch(state, show));
  return { element: element('nav', { class: 'controls', 'aria-label': state.text('controls') }, parts), stop: () => player.stop() };
}

function viewChoice(state, show) {
  return choice({ id: 'view', label: state.text('view'), value: String(state.viewNumber), onPick: (value) => show.view(Number(value)),
    options: state.views.map((v, k) => ({ value: String(k), text: state.viewName(v) })) });
}

function languageSwitch(state, show) {
  const one = (lang, name) => element('button', { id: `lang-${lang}`, type: 'button', lang, class: 'tab', 'aria-pressed': String(state.lang === lang),
    onclick: () => show.lang(lang) }, name);
  return element('div', { class: 'tabs language', role: 'group', 'aria-label': '语言 Language' }, one('zh', '中文'), one('en', 'English'));
}

class Player {
  #state;
  #timer = null;
  #slider;
  #button;
  #date;

  constructor(state) {
    this.#state = state;
    state.onRecord(() => this.#shown());
    document.onkeydown = (event) => this.#key(event);
  }

  element() {
    const state = this.#state;
    this.#button = element('button', { id: 'play', type: 'button', class: 'play', onclick: () => this.#toggle() });
    this.#slider = element('input', { id: 'date', type: 'range', min: 0, max: state.records - 1, step: 1, 'aria-label': state.text('date'),
      oninput: () => this.#slideTo(Number(this.#slider.value)) });
    this.#slider.value = state.record;
    this.#date = element('output', { id: 'date-shown', for: 'date' });
    const speed = choice({ id: 'speed', label: state.text('speed'), hideLabel: true, value: String(state.choice('speed', 2)),
      options: SPEEDS.map((s) => ({ value: String(s), text: state.text('speed_of', { count: s }) })),
      onPick: (value) => { state.choose('speed', Number(value)); if (this.#timer) this.#run(); } });
    this.#shown();
    return element('div', { class: 'player' }, this.#button, this.#slider, this.#date, speed);
  }

  // The record is asked for before the player stops, which shows the old one once more.
  #slideTo(record) {
    this.stop();
    this.#state.setRecord(record);
  }

  #toggle() {
    if (this.#timer) return this.stop();
    if (this.#state.record === this.#state.records - 1) this.#state.setRecord(0);
    this.#run();
  }

  #run() {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.#state.setRecord(this.#state.record + 1);
      if (this.#state.record === this.#state.records - 1) this.stop();
    }, 1000 / this.#state.choice('speed', 2));
    this.#shown();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#shown();
  }

  #shown() {
    if (!this.#slider) return;
    const { date, record } = this.#state;
    const word = this.#state.text(this.#timer ? 'pause' : 'play');
    this.#slider.value = record;
    this.#slider.setAttribute('aria-valuetext', date);
    this.#date.textContent = date;
    this.#button.textContent = this.#timer ? '❚❚' : '▶';
    this.#button.setAttribute('aria-label', word);
    this.#button.title = `${word} (${this.#state.text('space_key')})`;
  }

  #key(event) {
    const busy = event.key === ' ' ? 'input, select, textarea, button, summary, a, [tabindex]' : 'input, select, textarea, [tabindex]';
    if (event.target.closest?.(busy) || event.ctrlKey || event.metaKey || event.altKey || !this.#slider) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) { this.stop(); this.#state.setRecord(this.#state.record + step); } else if (event.key === ' ') this.#toggle(); else return;
    event.preventDefault();
  }
}
