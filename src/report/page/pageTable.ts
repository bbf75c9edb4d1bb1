import { html, type Html } from '../notebook/html.js';
import { textTable, type Column, type Row } from '../tables/table.js';
import { wholeWords } from '../tables/writeTable.js';

/** A table with what is said below it. */
export interface PageTable {
  title: string;
  rows: readonly Row[];
  columns: readonly Column[];
  caption: string;
}

/** Letters of a cell that is never broken, such as an interval. */
const oneLine = 18;

/** The table as HTML with its title and its caption. */
export function pageTable({ title, rows, columns, caption }: PageTable): Html {
  const { header, numeric, cells } = textTable(rows, columns);
  const kind = (c: number, text?: string): string => {
    if (numeric[c]) return text === undefined ? 'number' : 'number whole';
    return text !== undefined && text.length <= oneLine ? 'text whole' : 'text';
  };
  const whole = (words: string): Html => html`<span class="whole">${words}</span> `;
  const head = header.map(
    (label, c) => html`<th scope="col" class="${kind(c)}">${wholeWords(label).map(whole)}</th>`,
  );
  const body = cells.map(
    (row) =>
      html`<tr>
        ${row.map(({ text, strong }, c) => html`<td class="${kind(c, text)}">${strong ? html`<b>${text}</b>` : text}</td>`)}
      </tr>`,
  );
  return html`<h2>${title}</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>
    <p class="quiet">${caption}</p>`;
}
