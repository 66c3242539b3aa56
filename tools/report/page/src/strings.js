// Words of the page: strings.json in the language that is shown.
import table from '../strings.json';

/// Text of a key, with `{name}` filled in from `values`.
export function text(lang, key, values = {}) {
  const entry = table.texts[key];
  if (!entry) throw new Error(`strings.json has no text "${key}"`);
  return entry[lang].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/// Short name of a panel; its own name with spaces where the table has none. `model` tells panels of one name apart.
export function panelName(lang, panel, model) {
  const entry = table.panels[`${model}/${panel}`] ?? table.panels[panel];
  return entry ? entry[lang] : panel.replaceAll('_', ' ');
}

/// What is known of a unit: {zh, en, factor (shown = value * factor), scaled (may be said in thousands or 万), percent}.
export function unitEntry(unit) {
  return table.units[unit] ?? { zh: unit, en: unit };
}

export function provinceName(lang, province) {
  return lang === 'zh' ? table.provinces[province] ?? province : province;
}

export function dimensionName(lang, dimension) {
  return table.dimensions[dimension]?.[lang] ?? dimension;
}

export const magnitudes = table.magnitudes;
