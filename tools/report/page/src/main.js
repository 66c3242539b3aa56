// The page: reads the data that stands in it, and shows it.
import { drawAll } from './chart.js';
import { controls } from './controls.js';
import { element } from './dom.js';
import { ending } from './ending.js';
import { head, policies } from './head.js';
import { inequalitySection } from './inequality.js';
import { ledgerSection } from './ledger.js';
import { linesSection } from './lines.js';
import { mapSection } from './map.js';
import { State } from './state.js';
import { structureSection } from './structure.js';
import { sweepSections } from './sweep.js';
import { tableSection } from './table.js';

const sections = [mapSection, linesSection, structureSection, inequalitySection, ledgerSection, tableSection];

function show(state) {
  const place = document.getElementById('page');
  const focused = document.activeElement?.id;
  const [x, y] = [window.scrollX, window.scrollY];
  document.documentElement.lang = state.lang === 'zh' ? 'zh-CN' : 'en';
  state.forgetListeners();
  let bar = null;
  const again = (change) => (value) => {
    bar.stop();
    change(value);
    show(state);
  };
  bar = controls(state, { view: again((number) => { state.viewNumber = number; }), lang: again((lang) => { state.lang = lang; }) });
  const body = state.data.kind === 'sweep' ? sweepSections(state) : [policies(state), ...sections.map((make) => make(state)?.element), ending(state)];
  place.replaceChildren(element('div', { class: 'top' }, head(state)), bar.element, element('main', {}, body.filter(Boolean)));
  window.scrollTo(x, y);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function start() {
  const data = JSON.parse(document.getElementById('data').textContent);
  if (data.format !== 1) throw new Error(`this page reads data of format 1, not ${data.format}`);
  show(new State(data));
  window.addEventListener('beforeprint', () => { document.body.classList.add('printing'); drawAll(); });
  window.addEventListener('afterprint', () => { document.body.classList.remove('printing'); drawAll(); });
}

start();
