import { escapeHtml } from '../../base/escapeHtml.js';
import { textTable, type Column, type Row, type TextTable } from './table.js';

/** A table for the terminal, columns aligned; the best values end in `*`. */
export function toTextTable(rows: readonly Row[], columns?: readonly (Column | string)[]): string {
  const table = textTable(rows, columns);
  const texts = table.cells.map((row) => row.map(({ text, strong }) => text + (strong ? '*' : ' ')));
  const header = table.header.map((label) => `${label} `);
  const widths = header.map((label, c) => Math.max(label.length, ...texts.map((row) => row[c]!.length)));
  const line = (cells: string[]): string =>
    cells
      .map((text, c) => (table.numeric[c] ? text.padStart(widths[c]!) : text.padEnd(widths[c]!)))
      .join(' ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join(' '), ...texts.map(line)].join('\n');
}

/** A table in Markdown, columns aligned as Prettier aligns them, the best values in bold. */
export function toMarkdownTable(rows: readonly Row[], columns?: readonly (Column | string)[]): string {
  const table = textTable(rows, columns);
  const escape = (text: string): string => text.replace(/([\\|*_`<])/g, '\\$1').replace(/\s+/g, ' ');
  const cells = [
    table.header.map(escape),
    ...table.cells.map((row) =>
      row.map(({ text, strong }) => (strong ? `**${escape(text)}**` : escape(text))),
    ),
  ];
  const widths = table.header.map((_, c) => Math.max(3, ...cells.map((row) => row[c]!.length)));
  const rule = widths.map((width, c) => (table.numeric[c] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const line = (row: string[]): string => `| ${row.join(' | ')} |`;
  const padded = cells.map((row) =>
    line(row.map((text, c) => (table.numeric[c] ? text.padStart(widths[c]!) : text.padEnd(widths[c]!)))),
  );
  return [padded[0]!, line(rule), ...padded.slice(1)].join('\n');
}

/** A table in HTML, the best values in bold; all text is escaped. */
export function toHtmlTable(
  rows: readonly Row[],
  columns?: readonly (Column | string)[],
  caption?: string,
): string {
  const table = textTable(rows, columns);
  const title = caption ? `<caption style="${captionStyle}">${escapeHtml(caption)}</caption>` : '';
  const head = table.header.map((label, c) => cellHtml('th', heading(label), table, c)).join('');
  const body = table.cells.map((row) => {
    const cells = row.map(({ text, strong }, c) => {
      const html = strong ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text);
      return cellHtml('td', html, table, c);
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  // A table that is wider than its place is scrolled by itself.
  return `<div style="overflow-x:auto"><table style="border-collapse:collapse">${title}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** The parts of a heading that stay on one line: its words, the last with its unit. */
export function wholeWords(label: string): string[] {
  return label.split(/ (?![%(]|m?s$)/);
}

/** A heading that breaks between its words only, never at a hyphen or before its unit. */
function heading(label: string): string {
  return wholeWords(label)
    .map((word) => `<span style="${oneLine}">${escapeHtml(word)}</span>`)
    .join(' ');
}

const oneLine = 'white-space:nowrap';

const captionStyle = 'caption-side:top;text-align:left;font-weight:bold;padding:4px 0';

function cellHtml(tag: 'th' | 'td', html: string, { numeric }: TextTable, column: number): string {
  const isNumber = numeric[column];
  const whole = isNumber && tag === 'td' ? `;${oneLine}` : '';
  return `<${tag} style="text-align:${isNumber ? 'right' : 'left'};padding:3px 6px${whole}">${html}</${tag}>`;
}
