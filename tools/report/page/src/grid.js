// A table that sorts by a click on a head and filters by what is written.
import { dataText, element } from './dom.js';
import { exact } from './numbers.js';

/// \param columns  [{head, title, number: bool, say: (value) => text}]
/// \param rows     arrays of texts and numbers along the columns
/// \param kept     {sort: column, down: bool, filter: text}, changed by the reader and used again
/// \returns        {element, rows(): those shown, in their order; setRows(rows)}
export function grid({ id, label, columns, rows, lang, words, kept, most = 1000 }) {
  let all = rows;
  const body = element('tbody', {});
  const count = element('p', { class: 'quiet', 'aria-live': 'polite' });
  const heads = columns.map((column, k) => head(column, k));
  const filter = element('input', { id: `${id}-filter`, type: 'search', placeholder: words.filter, 'aria-label': words.filter, value: kept.filter ?? '', oninput: () => { kept.filter = filter.value; fill(); } });

  function head(column, k) {
    return element('th', { scope: 'col', class: column.number ? 'number' : null, 'aria-sort': 'none' }, element('button', { id: `${id}-head-${k}`, type: 'button', title: column.title ?? null, onclick: () => sortBy(k) },
      dataText('span', column.head), element('span', { class: 'sort', 'aria-hidden': 'true' })));
  }

  function sortBy(k) {
    kept.down = kept.sort === k ? !kept.down : columns[k].number;
    kept.sort = k;
    fill();
  }

  function shown() {
    const word = (kept.filter ?? '').trim().toLocaleLowerCase();
    const found = word ? all.filter((row) => row.some((cell) => typeof cell === 'string' && cell.toLocaleLowerCase().includes(word))) : all.slice();
    return kept.sort === undefined || kept.sort >= columns.length ? found : found.sort(order(kept.sort, kept.down ? -1 : 1));
  }

  // Numbers that are not known come last, whichever way it is sorted.
  function order(k, sign) {
    const collator = new Intl.Collator(lang === 'zh' ? 'zh-CN-u-co-pinyin' : 'en', { numeric: true });
    if (!columns[k].number) return (a, b) => sign * collator.compare(a[k], b[k]);
    return (a, b) => (Number.isNaN(a[k]) ? 1 : 0) - (Number.isNaN(b[k]) ? 1 : 0) || sign * (a[k] - b[k]);
  }

  function fill() {
    const found = shown();
    body.replaceChildren(...found.slice(0, most).map((row) => element('tr', {}, row.map((cell, k) => one(cell, columns[k], k)))));
    count.textContent = words.count(Math.min(found.length, most), all.length);
    heads.forEach((th, k) => {
      th.setAttribute('aria-sort', kept.sort !== k ? 'none' : kept.down ? 'descending' : 'ascending');
      th.querySelector('.sort').textContent = kept.sort !== k ? '' : kept.down ? '▼' : '▲';
    });
  }

  const one = (cell, column, k) => (column.number ? element('td', { class: 'number', title: exact(cell), 'data-value': exact(cell) }, column.say(cell))
    : k === 0 ? element('th', { scope: 'row' }, dataText('span', cell)) : element('td', {}, dataText('span', cell)));

  fill();
  const table = element('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': label }, element('table', { id }, element('thead', {}, element('tr', {}, heads)), body));
  return { element: table, filter, count, rows: shown, setRows: (next) => { all = next; fill(); } };
}
