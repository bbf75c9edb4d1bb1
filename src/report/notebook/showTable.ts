import type { ResultsFrame } from '../tables/resultsFrame.js';
import type { Column, Row } from '../tables/table.js';
import { toHtmlTable, toTextTable } from '../tables/writeTable.js';
import { displayBundle } from './kernel.js';

export interface TableOptions {
  /** What to show, in this order; default: every column. */
  columns?: readonly (Column | string)[];
  caption?: string;
}

/** Shows rows or a results frame below the cell as an HTML table, with plain text for other viewers. */
export function showTable(table: readonly Row[] | ResultsFrame, options: TableOptions = {}): void {
  const rows = 'danfo' in table ? table.rows() : table;
  const { columns, caption } = options;
  displayBundle({
    'text/html': toHtmlTable(rows, columns, caption),
    'text/plain': [caption, toTextTable(rows, columns)].filter(Boolean).join('\n'),
  });
}
