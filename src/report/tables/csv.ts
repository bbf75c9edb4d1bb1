import Papa from 'papaparse';
import { columnKeys, type Row } from './table.js';

/**
 * Rows as CSV with a header line and `\n` line ends. Commas, quotes and line breaks are quoted; text that a spreadsheet
 * would run as a formula gets a leading apostrophe.
 * @param columns default: every key of the rows, in the order of first appearance.
 */
export function toCsv(rows: readonly Row[], columns: readonly string[] = columnKeys(rows)): string {
  const fields = [...columns];
  const data = rows.map((row) => fields.map((field) => row[field] ?? ''));
  return `${Papa.unparse({ fields, data }, { newline: '\n', escapeFormulae: true })}\n`;
}
