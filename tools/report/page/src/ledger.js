// The fiscal ledger as a picture of flows, and as a table.
import { chartName, choice, dataText, element, tabs, tick } from './dom.js';
import { category, ink, muted } from './colours.js';
import { holders, pairPostings, postings, publicMoney } from './postings.js';
import { Measure, typicalOf } from './numbers.js';
import { Section } from './section.js';
import { tip, tooltip } from './chart.js';

const THINNEST = 0.0005; // of the sum: thinner bands are in the table alone
const ROWS = 40;

export function ledgerSection(state) {
  const money = state.data.dimensions.place ? publicMoney(state.view) : null;
  if (!money) return null;
  return new Section(state, 'ledger', state.text('ledger'), (section) => {
    const scene = pick(section, money);
    const table = element('div', { class: 'ledger-table' });
    const fill = () => table.replaceChildren(ledgerTable(state, scene));
    section.onRecord(fill);
    fill();
    const chart = state.view.isDifference ? null : section.chart({ label: state.text('ledger'), height: 560, make: (width) => sankey(state, scene, width) });
    return [element('div', { class: 'choices' }, scene.controls), state.view.isDifference ? element('p', { class: 'quiet' }, state.text('ledger_difference')) : null,
      element('div', { class: chart ? 'ledger-frame' : '' }, chart ? element('div', {}, chart) : null, table), element('p', { class: 'quiet' }, state.text(scene.what === 'pairs' ? 'ledger_pairs_note' : 'ledger_note'))];
  });
}

function pick(section, money) {
  const { state } = section;
  const kinds = [...(money.income ? ['all', 'between'] : []), ...(money.pairs ? ['pairs'] : [])];
  const what = state.choice('ledger-what', kinds[0], kinds);
  const when = state.choice('ledger-when', 'date');
  const alone = Number(state.choice('ledger-city', '-1'));
  const others = state.choice('ledger-outside', true);
  const cities = state.names('city').map((text, i) => ({ value: String(i), text }));
  const controls = [tabs({ id: 'ledger-what', label: state.text('ledger'), value: what, onPick: section.pick('ledger-what'), options: kinds.map((k) => ({ value: k, text: state.text(`ledger_${k}`) })) }),
    tabs({ id: 'ledger-when', label: state.text('when'), value: when, onPick: section.pick('ledger-when'), options: ['date', 'ever'].map((w) => ({ value: w, text: state.text(`ledger_${w}`) })) }),
    choice({ id: 'ledger-city', label: state.text('city_alone'), value: String(alone), options: [{ value: '-1', text: state.text('none') }, ...cities], onPick: section.pick('ledger-city') }),
    tick({ id: 'ledger-outside', label: state.text('with_outside_budgets'), value: others, onPick: section.pick('ledger-outside') })];
  return { money, what, when, others, groups: holders(state, alone), controls, cityLabels: new Set(state.data.dimensions.city?.labels ?? []) };
}

// Postings that are shown now, largest first.
function shown(state, scene) {
  const records = scene.when === 'date' ? [state.record] : state.data.dates.map((_, r) => r);
  const { money, groups, what } = scene;
  const all = what === 'pairs' ? pairPostings(money.pairs, groups, records) : postings(money, groups, records, what === 'between');
  return all.filter((p) => scene.others || (isCityGroup(state, scene, p.payer) && isCityGroup(state, scene, p.receiver))).sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}

function isCityGroup(state, { groups, cityLabels }, g) {
  if (typeof g !== 'number') return true;
  return state.data.dimensions.place.labels.some((label, p) => groups.of[p] === g && cityLabels.has(label));
}

function unitOf({ money, what }) {
  return what === 'pairs' ? money.pairs.unit : money.income.unit;
}

const holderName = (state, { groups }, g) => (g === 'private' ? state.text('private') : groups.names[g]);

function sankey(state, scene, width) {
  const all = shown(state, scene);
  const sum = all.reduce((s, p) => s + p.amount, 0);
  const measure = new Measure(unitOf(scene), all[0]?.amount ?? 0, state.lang);
  const nodes = new Map();
  const node = (key, name, depth, colour) => {
    if (!nodes.has(key)) nodes.set(key, { name: key, title: name, depth, itemStyle: { color: colour }, label: { position: depth === 2 || key.startsWith('R') ? 'left' : 'right' } });
    return key;
  };
  const holder = (side, g) => node(`${side}${g}`, holderName(state, scene, g), side === 'P' ? 0 : 2, g === 'private' ? muted : category(g));
  const account = (a) => node(`A${a}`, state.names('account')[a], 1, '#7a8794');
  const links = all.filter((p) => p.amount > sum * THINNEST).map((p) => ({ p, source: p.payer === null ? account(p.account) : holder('P', p.payer), target: p.receiver === null ? account(p.account) : holder('R', p.receiver), value: p.amount * measure.factor }));
  if (links.length === 0) return { graphic: undefined, series: [], title: undefined };
  const narrow = width < 560;
  return { tooltip: tooltip((params) => flowTip(state, scene, measure, nodes, params)),
    series: [{ type: 'sankey', left: 2, right: 2, top: 8, bottom: 8, nodeWidth: narrow ? 10 : 16, nodeGap: 9, nodeAlign: 'left', draggable: false, layoutIterations: 48, data: [...nodes.values()], links, emphasis: { focus: 'adjacency' },
      lineStyle: { color: 'source', opacity: 0.32, curveness: 0.5 },
      label: { color: ink, fontSize: narrow ? 11 : 13, textBorderColor: '#fff', textBorderWidth: 3, formatter: ({ data }) => chartName(data.title, narrow ? 8 : 20) } }] };
}

function flowTip(state, scene, measure, nodes, { dataType, data, value }) {
  const said = measure.say((dataType === 'edge' ? data.value : value) / measure.factor);
  if (dataType !== 'edge') return tip(chartName(data.title, 60), [[null, state.text('sum'), said]]);
  return tip(`${chartName(nodes.get(data.source).title, 40)} → ${chartName(nodes.get(data.target).title, 40)}`, [[null, state.text('amount'), said]]);
}

function ledgerTable(state, scene) {
  const all = shown(state, scene);
  if (all.length === 0) return element('p', { class: 'quiet' }, state.text('ledger_empty'));
  const measure = new Measure(unitOf(scene), typicalOf(all.map((p) => p.amount)), state.lang);
  return element('div', { class: 'table-scroll short', tabindex: '0', role: 'region', 'aria-label': state.text('ledger') },
    element('table', {}, scene.what === 'pairs' ? pairRows(state, scene, all, measure) : accountRows(state, scene, all, measure)));
}

const heading = (text, kind) => element('th', { scope: 'col', class: kind }, text);
const amount = (measure, value) => element('td', { class: 'number' }, value === 0 ? '' : measure.number(value));

function pairRows(state, scene, all, measure) {
  const rows = all.slice(0, ROWS).map((p) => element('tr', {}, element('td', {}, dataText('span', holderName(state, scene, p.payer))), element('td', {}, dataText('span', holderName(state, scene, p.receiver))), amount(measure, p.amount)));
  if (all.length > ROWS) rows.push(element('tr', {}, element('td', { colspan: 3, class: 'quiet' }, state.text('and_more', { count: all.length - ROWS }))));
  return [element('thead', {}, element('tr', {}, heading(state.text('payer')), heading(state.text('receiver')), heading(`${state.text('amount')} (${measure.label})`, 'number'))), element('tbody', {}, rows)];
}

// A body for each account: who pays on it and who receives, the largest account first.
function accountRows(state, scene, all, measure) {
  const bodies = [...new Set(all.map((p) => p.account))].map((account) => {
    const own = all.filter((p) => p.account === account);
    const who = [...new Set(own.map((p) => p.payer ?? p.receiver))];
    const sum = (key, g) => own.filter((p) => p[key] === g).reduce((s, p) => s + p.amount, 0);
    return element('tbody', {}, element('tr', { class: 'group' }, element('th', { scope: 'rowgroup', colspan: 3 }, dataText('span', state.names('account')[account]))),
      who.map((g) => element('tr', {}, element('td', {}, dataText('span', holderName(state, scene, g))), amount(measure, sum('payer', g)), amount(measure, sum('receiver', g)))));
  });
  return [element('thead', {}, element('tr', {}, heading(`${state.text('account')} (${measure.label})`), heading(state.text('pays'), 'number'), heading(state.text('receives'), 'number'))), bodies];
}
