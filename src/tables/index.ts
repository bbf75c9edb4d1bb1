export { toCsv } from './csv.js';
export { resultsFrame, type ResultsFrame, type TableRecord } from './resultsFrame.js';
export { columnKeys, type Cell, type Column, type Row } from './table.js';
export { toHtmlTable, toMarkdownTable, toTextTable } from './writeTable.js';
