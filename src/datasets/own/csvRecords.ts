import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { safeJoin } from '../../base/files/safeJoin.js';
import { isOrdered, type Box } from '../../images/decodePicture.js';
import { idProblem } from '../../vectors/checks/idProblem.js';
import { ProblemList } from '../../base/problems/problem.js';
import { readLines, readTable, type TableRow } from '../../base/problems/readTable.js';
import { isAddress } from '../../base/objects/types.js';
import { atAddress } from '../sources/addressedPhotos.js';
import type { ImageRecord } from '../types.js';

/** The column that a table of pictures must have; `label`, `split`, `role` and `x1,y1,x2,y2` may follow. */
const pathColumn = 'path';
const boxColumns = ['x1', 'y1', 'x2', 'y2'];
const splits = ['fit', 'test', 'validation'];
const roles = ['query', 'gallery', 'both'];

/** A record with its place in the table. */
export interface CsvRecord extends ImageRecord {
  path: string;
  where: string;
}

/** Whether a file is a list of pictures and not a folder of them. */
export function isPictureList(file: string): boolean {
  return ['.csv', '.tsv', '.txt'].includes(extname(file).toLowerCase());
}

/** Whether a file is a table that says itself which pictures train and which are searched. */
export function isDividedTable(file: string): boolean {
  if (!isPictureList(file) || !existsSync(file)) return false;
  return readTable(file, [pathColumn], new ProblemList()).some((row) => row.has('split'));
}

/**
 * Reads a table of pictures, or a text file with a path or an address on each line; what is wrong is added to the problems, and rows with
 * errors are left out.
 */
export function readCsvRecords(file: string, problems: ProblemList): CsvRecord[] {
  const folder = dirname(resolve(file));
  const firstLines = new Map<string, number>();
  const isPlain = extname(file).toLowerCase() === '.txt';
  const rows = isPlain ? readLines(file, pathColumn, problems) : readTable(file, [pathColumn], problems);
  return rows.flatMap((row) => {
    const record = readRecord(row, folder, problems);
    if (!record) return [];
    const first = firstLines.get(record.id);
    if (first === undefined) {
      firstLines.set(record.id, row.line);
      return [record];
    }
    problems.error({
      what: 'The same picture stands in the table twice',
      where: row.where,
      expected: 'every path once, or with another box; role "both" for a query that is in the gallery too',
      found: `${JSON.stringify(record.id)}, first on line ${first}`,
      fix: 'remove one of the lines',
    });
    return [];
  });
}

function readRecord(row: TableRow, folder: string, problems: ProblemList): CsvRecord | undefined {
  const before = problems.problems.length;
  const [path, label] = [row.cell(pathColumn), row.cell('label')];
  const split = row.cell('split').toLowerCase();
  const role = row.cell('role').toLowerCase();
  if (row.has('split')) {
    if (!splits.includes(split)) addCellProblem(row, 'split', splits.join(', '), problems);
    else if (split !== 'fit' && !roles.includes(role))
      addCellProblem(row, 'role', roles.join(', '), problems);
    // Who divides the pictures wants to measure, which takes labels.
    if (label === '') addCellProblem(row, 'label', 'a label', problems);
  }
  const odd = path === '' ? undefined : idProblem(path);
  if (odd !== undefined) addCellProblem(row, pathColumn, `a name on one line: ${odd}`, problems);
  const box = readBox(row, problems);
  const elsewhere = isAddress(path) ? atAddress(path) : undefined;
  const target = elsewhere || path === '' ? path : resolvePath(row, folder, path, problems);
  if (path === '') addCellProblem(row, pathColumn, 'a path relative to the folder of the table', problems);
  if (problems.problems.length > before || target === undefined) return undefined;
  const id = box ? `${path}#${box.join(',')}` : path;
  const part = row.has('split') && {
    split,
    ...(split !== 'fit' && { role: role as NonNullable<ImageRecord['role']> }),
  };
  return { id, label, origin: split, ...part, path: target, box, where: row.where, ...elsewhere };
}

export function resolvePath(
  row: TableRow,
  folder: string,
  path: string,
  problems: ProblemList,
): string | undefined {
  try {
    const target = safeJoin(folder, path);
    if (existsSync(target)) return target;
    problems.error({
      what: 'The picture is missing',
      where: row.where,
      expected: target,
      found: 'no such file',
      fix: 'correct the path; it counts from the folder of the table',
    });
  } catch (error) {
    problems.caught(error, row.where);
  }
  return undefined;
}

/** The box of a row, if it has one: four numbers in order, by the rule of `checkBox`. */
export function readBox(row: TableRow, problems: ProblemList): ImageRecord['box'] {
  const cells = boxColumns.map((column) => row.cell(column));
  if (cells.every((cell) => cell === '')) return undefined;
  const box = cells.map((cell) => (cell === '' ? NaN : Number(cell))) as unknown as Box;
  if (isOrdered(box)) return [...box];
  problems.error({
    what: 'The box is not in order',
    where: row.where,
    expected:
      'x1 < x2 and y1 < y2 in pixels, none negative, at least one pixel each way; or all four cells empty',
    found: cells.join(', '),
    fix: 'correct the box',
  });
  return undefined;
}

function addCellProblem(row: TableRow, column: string, expected: string, problems: ProblemList): void {
  const found = JSON.stringify(row.cell(column));
  problems.error({
    what: `The column "${column}" can not be used`,
    where: row.where,
    expected,
    found,
    fix: 'fill in the cell',
  });
}
