// Public money as arrows: who pays on which account, and who receives. Cities joined by province, one on request by itself.
import { citiesByProvince } from './amounts.js';

const PRIVATE = 'private';

/// What there is of public money in the view: {income, spending} by place and account, pairs of payer and receiver.
export function publicMoney(view) {
  const by = (name) => (view.panels.get(name)?.dimensions.join() === 'place,account' ? view.panels.get(name) : null);
  const income = by('public_income');
  const spending = by('public_spending');
  const pairs = view.transfers?.by_record.some((rows) => rows.length) ? view.transfers : null;
  return income && spending ? { income, spending, pairs } : pairs ? { pairs } : null;
}

/// Holders of budgets as groups: {of: number of the group of each place, names}. `alone`: a city that stands by itself, or -1.
export function holders(state, alone) {
  const names = [];
  const numbers = new Map();
  const group = (key, name) => {
    if (!numbers.has(key)) numbers.set(key, names.push(name) - 1);
    return numbers.get(key);
  };
  const cities = state.data.dimensions.city?.labels ?? [];
  const province = new Map([...citiesByProvince(state)].flatMap(([name, members]) => members.map((i) => [i, name])));
  const of = state.data.dimensions.place.labels.map((label, p) => {
    const i = cities.indexOf(label);
    if (i < 0) return group(`place ${p}`, state.names('place')[p]);
    if (i === alone || !province.has(i)) return group(`city ${i}`, state.names('city')[i]);
    return group(`province ${province.get(i)}`, state.provinceName(province.get(i)));
  });
  return { of, names };
}

/// Postings [{payer, account, receiver, amount}] of these records: payer or receiver null where the account joins many.
/// Payers and receivers are numbers of groups or "private": firms and people, who pay what governments receive more
/// than they spend on an account, and get what they spend more than they receive.
export function postings({ income, spending }, groups, records, between) {
  const found = [];
  const accounts = income.sizes[1];
  for (let a = 0; a < accounts; ++a) {
    const paid = sums(spending, groups, records, a);
    const got = sums(income, groups, records, a);
    const [out, into] = [total(paid), total(got)];
    if (between && !(out !== 0 && into !== 0)) continue;
    paid.forEach((amount, g) => found.push({ payer: g, account: a, receiver: null, amount }));
    got.forEach((amount, g) => found.push({ payer: null, account: a, receiver: g, amount }));
    if (into > out) found.push({ payer: PRIVATE, account: a, receiver: null, amount: into - out });
    if (out > into) found.push({ payer: null, account: a, receiver: PRIVATE, amount: out - into });
  }
  const least = 1e-9 * found.reduce((most, p) => Math.max(most, Math.abs(p.amount)), 0); // means over seeds round
  return found.filter((p) => Math.abs(p.amount) > least);
}

/// Postings of transfers of which payer and receiver are known.
export function pairPostings({ by_record: rows }, groups, records) {
  const sum = new Map();
  for (const r of records) {
    for (const [from, to, amount] of rows[r] ?? []) {
      const key = `${groups.of[from]},${groups.of[to]}`;
      sum.set(key, (sum.get(key) ?? 0) + amount);
    }
  }
  return [...sum].map(([key, amount]) => ({ payer: Number(key.split(',')[0]), account: null, receiver: Number(key.split(',')[1]), amount })).filter((p) => p.amount !== 0);
}

const total = (values) => values.reduce((a, b) => a + b, 0);

function sums(panel, groups, records, account) {
  const sum = new Array(groups.names.length).fill(0);
  for (const r of records) groups.of.forEach((g, p) => { sum[g] += panel.at(r, p, account); });
  return sum;
}
