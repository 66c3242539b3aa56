// All points of a sweep as a table and a file.
import { csv, download } from './csv.js';
import { digits } from './numbers.js';
import { element } from './dom.js';
import { grid } from './grid.js';

const kept = {};

export function pointsTable(section, sweep) {
  const { state } = section;
  const say = (value) => digits(value, state.lang);
  const columns = [{ head: state.text('point'), number: true, say: String }, ...sweep.factors.map((f) => (f.levels ? { head: f.name, title: f.meaning } : { head: f.name, title: f.meaning, number: true, say })),
    ...sweep.indices.flatMap((x) => [{ head: state.panelName(x.name), title: x.meaning, number: true, say }, { head: `± ${state.text('deviation_short')}`, title: state.text('deviation'), number: true, say }])];
  const row = (p) => [p, ...sweep.factors.map((f, k) => (f.levels ? f.levels[sweep.factorAt(p, k)] ?? '' : sweep.factorAt(p, k))), ...sweep.indices.flatMap((_, i) => [sweep.meanAt(p, i), sweep.deviationAt(p, i)])];
  const made = grid({ id: 'points-table', label: state.text('points'), columns, rows: sweep.all().map(row), lang: state.lang, kept, words: { filter: state.text('filter'), count: (shown, of) => state.text('rows_shown', { shown, of }) } });
  const heads = ['point', ...sweep.factors.map((f) => f.name), ...sweep.indices.flatMap((x) => [`${x.name}_mean`, `${x.name}_deviation`])];
  const button = element('button', { id: 'csv-points', type: 'button', class: 'action', onclick: () => download('sweep_points', csv([heads, ...made.rows()])) }, state.text('csv_points'));
  return [element('div', { class: 'choices' }, element('label', { class: 'choice' }, element('span', {}, state.text('filter')), made.filter), element('div', { class: 'buttons' }, button)), made.element, made.count];
}
