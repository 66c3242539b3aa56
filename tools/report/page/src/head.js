// The top of the page: what it asks, what kind of page it is, and what governments do in it.
import { dataText, element } from './dom.js';
import { provenance } from './comparison.js';

/// Title, question, kind and dates.
export function head(state) {
  const { data } = state;
  const first = data.dates?.[0];
  const last = data.dates?.at(-1);
  const facts = [state.text(`kind_${data.kind}`)];
  if (first) facts.push(first === last ? first : state.text('from_to', { from: first, to: last }), state.text('records', { count: data.dates.length }));
  const cities = data.dimensions?.city?.labels.length;
  if (cities) facts.push(state.text('cities', { count: cities }));
  const incomplete = data.runs.filter((run) => !run.complete).length;
  return element('header', { class: 'head' }, element('p', { class: 'brand' }, state.text('brand')), dataText('h1', data.title, 'heading'),
    data.question ? dataText('p', data.question, 'heading', { class: 'question' }) : null,
    element('p', { class: 'facts' }, facts.join(' · ')),
    (data.notes ?? []).length ? element('ul', { class: 'warning' }, data.notes.map((note) => dataText('li', note[state.lang], 'words'))) : null,
    incomplete ? element('p', { class: 'warning' }, state.text('incomplete', { count: incomplete, of: data.runs.length })) : null);
}

/// Scenarios of the runs that a view is made of, each once.
function scenariosOf(state, view) {
  const seen = new Map();
  for (const number of view.runs) {
    const run = state.data.runs[number];
    if (!run) continue;
    const key = JSON.stringify([run.title, run.policies]);
    if (!seen.has(key)) seen.set(key, run);
  }
  return [...seen.values()];
}

function policy(state, p) {
  const name = state.lang === 'zh' && p.rule_zh ? p.rule_zh : p.rule.replaceAll('_', ' ');
  return element('li', {}, element('p', { class: 'policy-name' }, dataText('strong', name), ' ', dataText('span', p.name, 'cell', { class: 'quiet' })),
    dataText('p', (state.lang === 'zh' ? p.text_zh : p.text_en) || p.does, 'words'));
}

/// What the view shown is made of, and its policies in words.
export function policies(state) {
  const { view } = state;
  const parts = scenariosOf(state, view).map((run) => element('div', { class: 'scenario' },
    view.isDifference || state.views.length > 1 ? dataText('h3', run.title, 'heading') : null,
    run.policies.length ? element('ul', { class: 'policies' }, run.policies.map((p) => policy(state, p)))
      : element('p', { class: 'quiet' }, state.text('no_policies'))));
  return element('section', { class: 'section', id: 'policies', 'aria-labelledby': 'policies-title' },
    element('h2', { id: 'policies-title' }, state.text('policies')),
    element('p', {}, state.views.length > 1 ? element('b', { dir: 'auto' }, state.viewName()) : null, state.views.length > 1 ? ' — ' : null, provenance(state, view)), element('div', { class: 'scenarios' }, parts));
}
