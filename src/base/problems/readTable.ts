import Papa from 'papaparse';
import { RetrievalError } from '../../errors.js';
import { readRegularSync } from '../files/regularFile.js';
import { ProblemList } from './problem.js';

/** A row of a table with the line of the file that it starts on. */
export interface TableRow {
  /** 1-based. */
  line: number;
  /** `file:line`, for messages. */
  where: string;
  /** Whether the table has a column. */
  has(column: string): boolean;
  /** The cell of a column, trimmed; empty where the row is short or the column missing. */
  cell(column: string): string;
}

/** Separators that are recognised by themselves. */
const separators = [',', ';', '\t', '|'];

/**
 * Reads a CSV file with a header line: any of the usual separators, quotes, a byte-order mark, either line ending.
 *
 * @param required columns that must be there; other columns are kept, upper and lower case are the same.
 * @returns the rows; empty when the table as a whole can't be used. What is wrong is added to the problems.
 */
export function readTable(file: string, required: string[], problems: ProblemList): TableRow[] {
  const text = readText(file, problems);
  if (text === undefined) return [];
  const [header, ...rows] = parseRows(text, file, problems);
  const columns = readHeader(header?.cells ?? [], file, required, problems);
  if (!columns) return [];
  return rows.map(({ line, cells }) => {
    const where = `${file}:${line}`;
    if (cells.length !== columns.size) {
      problems.error({
        what: 'The row has another number of cells than the header',
        where,
        expected: `${columns.size} cells`,
        found: String(cells.length),
        fix: 'quote cells that hold the separator, fill up missing ones',
      });
    }
    return {
      line,
      where,
      has: (column) => columns.has(column),
      cell: (column) => cells[columns.get(column) ?? -1]?.trim() ?? '',
    };
  });
}

/** The names of a table's columns, in lower case; none where it cannot be read. */
export function tableColumns(file: string): string[] {
  const problems = new ProblemList();
  const [header] = parseRows(readText(file, problems) ?? '', file, problems);
  return header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
}

/** Reads a text file without a header, whose every line is the cell of one column; empty lines do not count. */
export function readLines(file: string, column: string, problems: ProblemList): TableRow[] {
  const text = readText(file, problems) ?? '';
  return text.split(/\r?\n/).flatMap((content, n) => {
    const cell = content.replace(/^\ufeff/, '').trim();
    if (cell === '') return [];
    return [
      {
        line: n + 1,
        where: `${file}:${n + 1}`,
        has: (name) => name === column,
        cell: (name) => (name === column ? cell : ''),
      },
    ];
  });
}

function readText(file: string, problems: ProblemList): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readRegularSync(file));
  } catch (error) {
    if (error instanceof RetrievalError) {
      problems.caught(error, file);
      return undefined;
    }
    const isEncoding = error instanceof TypeError;
    problems.error({
      what: isEncoding ? 'The table is not UTF-8 text' : 'The table can not be read',
      where: file,
      expected: isEncoding ? 'UTF-8' : 'a readable file',
      found: error instanceof Error ? error.message : String(error),
      fix: isEncoding ? 'save the table as "CSV UTF-8"' : 'correct the path',
    });
    return undefined;
  }
}

interface ParsedRow {
  line: number;
  cells: string[];
}

function parseRows(text: string, file: string, problems: ProblemList): ParsedRow[] {
  const rows: ParsedRow[] = [];
  let [line, position] = [1, 0];
  // A line break at the end would count as a row of one cell where the separator is found out.
  Papa.parse<string[]>(text.trimEnd(), {
    delimitersToGuess: separators,
    step: ({ data, errors, meta }) => {
      if (data.some((cell) => cell.trim() !== '')) rows.push({ line, cells: data });
      for (const { type, message } of errors) {
        // A table of one column has no separator to be found; the header check says what is missing.
        if (type === 'Delimiter') continue;
        const quotes = {
          expected: 'quotes in pairs, a quote inside a cell doubled',
          fix: 'correct the quotes',
        };
        problems.error({
          what: 'The row can not be read',
          where: `${file}:${line}`,
          found: message,
          ...quotes,
        });
      }
      for (; position < meta.cursor; position++) if (text[position] === '\n') line++;
    },
  });
  return rows;
}

/** Column numbers by lower-case name. */
function readHeader(
  cells: string[],
  file: string,
  required: string[],
  problems: ProblemList,
): Map<string, number> | undefined {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const columns = new Map(names.map((name, number) => [name, number]));
  const missing = required.filter((name) => !columns.has(name));
  const repeated = names.filter((name, number) => names.indexOf(name) !== number);
  if (missing.length === 0 && repeated.length === 0) return columns;
  const columnsOrNothing = names.length > 0 ? names.join(', ') : 'an empty file';
  problems.error({
    what:
      missing.length > 0
        ? `Missing columns: ${missing.join(', ')}`
        : `Repeated columns: ${repeated.join(', ')}`,
    where: `${file}:1`,
    expected: `a header line with ${required.join(',')}, each once, separated by ${separators.map((s) => JSON.stringify(s)).join(' ')}`,
    found: columnsOrNothing.slice(0, 200),
    fix: 'correct the first line',
  });
  return undefined;
}
