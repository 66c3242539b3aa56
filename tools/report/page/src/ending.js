// The end of the page: what made these numbers, so that they can be made again.
import { dataText, element } from './dom.js';

export function ending(state) {
  const { data } = state;
  const origins = data.kind === 'sweep' ? [] : data.runs;
  return element('section', { class: 'section ending', id: 'ending', 'aria-labelledby': 'ending-title' }, element('h2', { id: 'ending-title' }, state.text('ending')),
    element('div', { class: 'runs' }, origins.map((run) => runCard(state, run))),
    data.left_out.length ? element('div', {}, element('h3', {}, state.text('left_out')), element('ul', {}, data.left_out.map((l) => element('li', {}, dataText('span', `${state.panelName(l.panel)} (${l.panel})`), ' — ', dataText('span', l.reason, 'words'))))) : null,
    element('p', { class: 'quiet' }, state.text('made_by', { version: data.program.version, commit: data.program.commit })), element('p', { class: 'quiet' }, state.text('projection')),
    element('p', { class: 'quiet' }, state.text('colours_note')));
}

const row = (name, value) => (value === null || value === undefined || value === '' ? null : [element('dt', {}, name), element('dd', {}, dataText('span', String(value), 'words'))]);

function runCard(state, run) {
  return element('article', { class: 'card' }, dataText('h3', run.title, 'heading'), element('dl', {}, row(state.text('file'), run.file), row(state.text('scenario_file'), run.scenario_file), row(state.text('model'), run.model),
    row(state.text('seed'), run.seed), row(state.text('version'), `${run.version} (${run.commit})`), row(state.text('checksum'), run.checksum), row(state.text('complete'), state.text(run.complete ? 'yes' : 'no'))),
  run.notes.length ? more(state.text('notes', { count: run.notes.length }), element('ul', { class: 'notes', lang: 'en' }, run.notes.map((note) => dataText('li', note, 'words')))) : null,
  more(state.text('scenario_text'), element('pre', { dir: 'ltr', tabindex: '0' }, run.scenario)));
}

export function more(title, content) {
  return element('details', {}, element('summary', {}, title), content);
}
