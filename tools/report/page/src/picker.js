// Picking several of many names: those picked as chips, a field to search for more.
import { cut, element } from './dom.js';

/// \param names   all of them
/// \param picked  positions
/// \param onPick  (positions) => ...
export function picker({ id, label, names, picked, onPick, most, words }) {
  const chip = (i) => element('li', {}, element('span', { dir: 'auto', title: names[i] }, cut(names[i], 24)),
    element('button', { type: 'button', id: `${id}-drop-${i}`, 'aria-label': `${words.remove} ${cut(names[i], 60)}`, onclick: () => onPick(picked.filter((k) => k !== i)) }, '×'));
  const listId = `${id}-names`;
  const list = element('datalist', { id: listId }, names.length <= 2000 ? names.map((name, i) => (picked.includes(i) ? null : element('option', { value: cut(name, 200) }))).filter(Boolean) : null);
  const field = element('input', { id, type: 'search', list: listId, placeholder: words.search, 'aria-label': label, autocomplete: 'off', onchange: () => {
    const found = find(names, field.value);
    if (found < 0 || picked.includes(found)) return;
    onPick([...picked, found].slice(-most));
  } });
  return element('div', { class: 'picker' }, element('ul', { class: 'chips' }, picked.map(chip)), field, list);
}

// A whole name, else the first that begins with what was written, else the first that holds it.
function find(names, written) {
  const word = written.trim().toLocaleLowerCase();
  if (!word) return -1;
  const low = names.map((name) => name.toLocaleLowerCase());
  const exact = low.findIndex((name) => cut(name, 200) === word || name === word);
  if (exact >= 0) return exact;
  const begins = low.findIndex((name) => name.startsWith(word));
  return begins >= 0 ? begins : low.findIndex((name) => name.includes(word));
}
