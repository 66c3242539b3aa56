// CSV as RFC 4180 says, in UTF-8 with a byte order mark, which spreadsheets need to see that it is UTF-8.
import { exact } from './numbers.js';

/// One field. Numbers are exact; a text that a spreadsheet would take for a formula gets an apostrophe before it.
export function field(value) {
  if (typeof value === 'number') return exact(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

/// Offers a text as a file.
export function download(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/[^\p{L}\p{N}_.-]+/gu, '_').slice(0, 80)}.csv`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
