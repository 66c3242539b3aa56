// Any panel at the date as a table, and as files.
import { choice, element } from './dom.js';
import { csv, download } from './csv.js';
import { grid } from './grid.js';
import { Measure, typicalOf } from './numbers.js';
import { nameColumns, panelRows } from './panel_rows.js';
import { panelOptions, preferredPanel } from './quantity.js';
import { Section } from './section.js';

const INDICES = '*indices';

export function tableSection(state) {
  const panels = [...state.view.panels.values()];
  if (panels.length === 0) return null;
  const kept = {};
  return new Section(state, 'table', state.text('table'), (section) => {
    const many = panels.filter((p) => p.dimensions.length > 0);
    const single = panels.filter((p) => p.dimensions.length === 0);
    const options = [...panelOptions(state, many), ...(single.length ? [{ value: INDICES, text: state.text('all_indices') }] : [])];
    const names = [...many.map((p) => p.name), ...(single.length ? [INDICES] : [])];
    const cityPanels = many.filter((p) => p.dimensions[0] === 'city');
    const first = cityPanels.length ? preferredPanel(cityPanels, 'colour').name : names[0];
    const chosen = state.choice('table-panel', first, names);
    const pick = choice({ id: 'table-panel', label: state.text('quantity'), value: chosen, options, onPick: (value) => { delete kept.sort; section.pick('table-panel')(value); } });
    return chosen === INDICES ? indexTable(section, single, pick, kept) : panelTable(section, state.view.panels.get(chosen), pick, kept);
  });
}

function words(state) {
  return { filter: state.text('filter'), count: (shown, of) => state.text('rows_shown', { shown, of }) };
}

function frame(section, made, pick, buttons, note) {
  return [element('div', { class: 'choices' }, pick, element('label', { class: 'choice' }, element('span', {}, section.state.text('filter')), made.filter), element('div', { class: 'buttons' }, buttons)),
    note, made.element, made.count];
}

const button = (id, text, onclick) => element('button', { id, type: 'button', class: 'action', onclick }, text);

// Rows along the first dimension, a column for each entry of the second; or value, interval and change since the start.
function panelTable(section, panel, pick, kept) {
  const { state } = section;
  const measure = new Measure(panel.unit, typicalOf(panel.array().slice(state.record * panel.rowLength, (state.record + 1) * panel.rowLength)), state.lang, state.view.isDifference);
  const firstNames = nameTexts(state, panel.dimensions[0]);
  const columns = [...firstNames.heads.map((head) => ({ head })), ...numberColumns(state, panel, measure)];
  const rows = () => Array.from({ length: panel.sizes[0] }, (_, i) => [...firstNames.of(i), ...numbersOf(state, panel, i)]);
  const made = grid({ id: 'panel-table', label: state.panelName(panel.name), columns, rows: rows(), lang: state.lang, words: words(state), kept });
  section.onRecord(() => made.setRows(rows()));
  const exactHeads = [...nameColumns(state, panel.dimensions[0]).map((c) => c.head), ...exactNames(state, panel)];
  const buttons = [button('csv-date', state.text('csv_date'), () => download(`${panel.name}_${state.date}`, csv([['date', ...exactHeads, 'unit'], ...shownRows(state, panel, made, firstNames)]))),
    button('csv-all', state.text('csv_all'), () => download(`${panel.name}_${state.data.dates[0]}_${state.data.dates.at(-1)}`, csv(panelRows(state, panel, state.data.dates.map((_, r) => r)))))];
  const note = element('p', { class: 'quiet' }, `${state.panelName(panel.name)}${measure.label ? ` (${measure.label})` : ''}. `, element('span', { lang: 'en' }, `${panel.name}: ${panel.meaning} [${panel.unit}]`));
  return frame(section, made, pick, buttons, note);
}

function nameTexts(state, dimension) {
  const provinces = dimension === 'city' && state.data.dimensions.city.province?.some(Boolean) ? state.data.dimensions.city.province : null;
  const names = state.names(dimension);
  return { heads: [state.dimensionName(dimension), ...(provinces ? [state.text('province')] : [])], of: (i) => [names[i], ...(provinces ? [state.provinceName(provinces[i])] : [])] };
}

function numberColumns(state, panel, measure) {
  const say = (value) => measure.number(value, 4);
  const column = (head) => ({ head, number: true, say });
  if (panel.sizes.length > 1) return state.names(panel.dimensions[1]).map(column);
  const unit = measure.label ? ` (${measure.label})` : '';
  const found = [column(`${state.text('value')}${unit}`)];
  if (panel.hasInterval) found.push(column(state.text('low')), column(state.text('high')));
  if (state.records > 1) found.push(column(state.text('since_start')));
  return found;
}

function exactNames(state, panel) {
  if (panel.sizes.length > 1) return state.data.dimensions[panel.dimensions[1]].labels;
  return [panel.name, ...(panel.hasInterval ? ['low', 'high'] : []), ...(state.records > 1 ? ['change_since_start'] : [])];
}

function numbersOf(state, panel, i) {
  const { record } = state;
  if (panel.sizes.length > 1) return Array.from({ length: panel.sizes[1] }, (_, j) => panel.at(record, i, j));
  const value = panel.at(record, i);
  return [value, ...(panel.hasInterval ? [panel.at(record, i, 0, 'low'), panel.at(record, i, 0, 'high')] : []), ...(state.records > 1 ? [value - panel.at(0, i)] : [])];
}

// What the table shows, with labels as the run file has them.
function shownRows(state, panel, made, firstNames) {
  const columns = nameColumns(state, panel.dimensions[0]);
  const keys = new Map(Array.from({ length: panel.sizes[0] }, (_, i) => [firstNames.of(i).join('\n'), i]));
  return made.rows().map((row) => {
    const i = keys.get(row.slice(0, firstNames.heads.length).join('\n'));
    return [state.date, ...columns.map((c) => c.of(i)), ...numbersOf(state, panel, i), panel.unit];
  });
}

function indexTable(section, panels, pick, kept) {
  const { state } = section;
  const columns = [{ head: state.text('index') }, { head: state.text('unit') }, ...[state.text('value'), ...(panels.some((p) => p.hasInterval) ? [state.text('low'), state.text('high')] : []), state.text('at_start')].map((head) => ({ head, number: true, say: (v) => new Measure('1', v, state.lang).number(v, 5) }))];
  const interval = (p) => (panels.some((q) => q.hasInterval) ? ['low', 'high'].map((w) => (p.hasInterval ? p.at(state.record, 0, 0, w) : NaN)) : []);
  const rows = () => panels.map((p) => [state.panelName(p.name), p.unit, p.at(state.record), ...interval(p), p.at(0)]);
  const made = grid({ id: 'panel-table', label: state.text('all_indices'), columns, rows: rows(), lang: state.lang, words: words(state), kept });
  section.onRecord(() => made.setRows(rows()));
  const all = () => [['date', ...panels.map((p) => p.name)], ...state.data.dates.map((date, r) => [date, ...panels.map((p) => p.at(r))])];
  return frame(section, made, pick, [button('csv-all', state.text('csv_all'), () => download('indices', csv(all())))], null);
}
