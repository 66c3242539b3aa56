// Inequality between cities, and how far industries stay where they are.
import { element } from './dom.js';
import { curveOf, smallChart } from './lines.js';
import { Section } from './section.js';

const theil = ['theil', 'theil_between', 'theil_within'];
const others = ['gini', 'rank_size_exponent', 'morans_i', 'herfindahl', 'mean_specialisation', 'structural_similarity', 'largest_share', 'locked_in', 'tax_spread', 'away_share'];

export const shownElsewhere = (name) => theil.includes(name) || others.includes(name);

export function inequalitySection(state) {
  const { panels } = state.view;
  const rest = others.filter((name) => panels.get(name)?.dimensions.length === 0);
  const parts = theil.filter((name) => panels.has(name));
  const quotient = state.view.isDifference ? null : state.view.over('city', 'industry').find((p) => p.name === 'location_quotient');
  if (state.records < 2 || rest.length + parts.length === 0) return null;
  return new Section(state, 'inequality', state.text('inequality'), (section) => [element('div', { class: 'small-charts' },
    parts.length ? smallChart(section, 'theil', theilCurves(state, parts), panels.get(parts[0]).unit, { name: state.text('theil'), area: theilStacks(state, parts), zero: !state.view.isDifference }) : null,
    rest.map((name) => smallChart(section, name, [curveOf(state, panels.get(name))], panels.get(name).unit)),
    quotient ? smallChart(section, 'location_quotient', [{ name: state.text('persistence'), values: persistence(state, quotient) }], 'share', { name: state.text('persistence'), zero: true }) : null),
  element('p', { class: 'quiet' }, state.text('inequality_note'), quotient ? ` ${state.text('persistence_note', { date: state.data.dates[0] })}` : null)]);
}

const theilStacks = (state, parts) => !state.view.isDifference && parts.length === theil.length;

// The two parts make up the whole: stacked, they show it. As differences they are drawn as curves.
function theilCurves(state, parts) {
  return (theilStacks(state, parts) ? theil.slice(1) : parts).map((name) => curveOf(state, state.view.panels.get(name)));
}

/// The industry with the highest location quotient of each city at a record; -1 where none is known.
export function leadingIndustries(quotient, record) {
  const [cities, industries] = quotient.sizes;
  return Array.from({ length: cities }, (_, i) => {
    let best = -1;
    for (let j = 0; j < industries; ++j) {
      const value = quotient.at(record, i, j);
      if (Number.isFinite(value) && (best < 0 || value > quotient.at(record, i, best))) best = j;
    }
    return best;
  });
}

/// Share of cities whose leading industry is that of the first record, at each record.
export function persistence(state, quotient) {
  const first = leadingIndustries(quotient, 0);
  const known = first.filter((j) => j >= 0).length;
  return Float64Array.from({ length: state.records }, (_, r) => {
    const now = leadingIndustries(quotient, r);
    return known ? first.filter((j, i) => j >= 0 && j === now[i]).length / known : NaN;
  });
}
