import { createInterface } from 'node:readline';
import Papa from 'papaparse';
import { RetrievalError } from '../../errors.js';
import type { ProblemList } from '../../base/problems/problem.js';
import { inWords } from '../../base/inWords.js';
import { openRegular } from '../../base/files/regularFile.js';
import { fetchAgain } from '../groundTruth/readLines.js';

/** A list with more problems than this is not read to its end. */
const mostProblems = 1000;

/** A row of a large table. */
export interface ListRow {
  /** `file:line`, for messages. */
  where: string;
  /** Cells in the order of the columns that were asked for. */
  cells: string[];
}

/**
 * Reads a list line by line, so that it may be of any length; empty lines are left out.
 * @throws RetrievalError for a file that can't be read, and once there are too many problems.
 */
export async function forEachLine(
  file: string,
  problems: ProblemList,
  take: (line: string, where: string) => void,
): Promise<void> {
  let number = 0;
  await inWords(unreadable(file), async () => {
    const input = (await openRegular(file)).createReadStream();
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number++;
      const text = (number === 1 ? line.replace(/^\ufeff/, '') : line).trim();
      if (text !== '') take(text, `${file}:${number}`);
      if (problems.problems.length > mostProblems) problems.throwErrors(file);
    }
  });
}

/**
 * Reads a CSV file with a header row by row, so that it may be of any length.
 * @throws RetrievalError for a file that can't be read or lacks a column, and once there are too many problems.
 */
export async function forEachRow(
  file: string,
  columns: readonly string[],
  problems: ProblemList,
  take: (row: ListRow) => void,
): Promise<void> {
  let line = 0;
  let places: number[] | undefined;
  const takeRows = (rows: string[][]): void => {
    for (const cells of rows) {
      line++;
      if (places === undefined) places = columnPlaces(file, cells, columns);
      else if (cells.some((cell) => cell.trim() !== '')) {
        take({ where: `${file}:${line}`, cells: places.map((place) => (cells[place] ?? '').trim()) });
      }
    }
    if (problems.problems.length > mostProblems) problems.throwErrors(file);
  };
  await inWords(unreadable(file), () => parseChunks(file, takeRows));
  if (places === undefined) columnPlaces(file, [], columns);
}

/** In chunks, as the parser's stream of rows reads a chunk again for every few rows. */
async function parseChunks(file: string, takeRows: (rows: string[][]) => void): Promise<void> {
  const input = (await openRegular(file)).createReadStream({ encoding: 'utf8' });
  return new Promise((done, fail) => {
    Papa.parse<string[]>(input, {
      delimiter: ',',
      chunk: ({ data }, parser) => {
        try {
          takeRows(data);
        } catch (error) {
          parser.abort();
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      },
      complete: () => done(),
      error: fail,
    });
  });
}

/** Adds a line that can't be used to the problems. */
export function badLine(problems: ProblemList, where: string, expected: string, found: string): void {
  problems.error({
    what: 'A line of the list is wrong',
    where,
    expected,
    found: JSON.stringify(found.slice(0, 120)),
    fix: fetchAgain,
  });
}

function columnPlaces(file: string, header: string[], columns: readonly string[]): number[] {
  const names = header.map((name) =>
    name
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase(),
  );
  const places = columns.map((column) => names.indexOf(column));
  if (!places.includes(-1)) return places;
  throw new RetrievalError({
    what: 'The list lacks a column',
    where: `${file}:1`,
    expected: `a header line with ${columns.join(',')}`,
    found: JSON.stringify(header.join(',').slice(0, 120)),
    fix: fetchAgain,
  });
}

const unreadable = (file: string) => ({
  what: 'The list can not be read',
  where: file,
  expected: 'a readable file',
  fix: fetchAgain,
});
