import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeJoin } from '../../base/files/safeJoin.js';
import { ProblemList } from '../../base/problems/problem.js';
import { readTable } from '../../base/problems/readTable.js';
import type { ImageRecord } from '../types.js';

/** The owner's lists of photos. */
export const groceryLists = ['train', 'val', 'test'] as const;

/** What the owner's lists say. */
export interface GroceryLists {
  /** Photos of the three lists, then the studio pictures. */
  records: ImageRecord[];
  /** Fine class names by fine id. */
  labelNames: string[];
  /** Name of the coarse class of each fine one. */
  coarseNames: string[];
  /** Text of the lists. */
  texts: string[];
}

const nameColumn = 'class name (str)';
const coarseColumn = 'coarse class name (str)';
const idColumn = 'class id (int)';
const studioColumn = 'iconic image path (str)';

/**
 * Reads the lists of the Grocery Store data set in its owner's layout.
 * @throws RetrievalError that lists every line that can't be used.
 */
export function readGroceryLists(folder: string): GroceryLists {
  const root = join(folder, 'dataset');
  const problems = new ProblemList();
  const classes = readClasses(root, problems);
  const texts = groceryLists.map((list) => readList(join(root, `${list}.txt`), problems));
  const photos = groceryLists.flatMap((list, number) =>
    readPhotos(root, list, texts[number]!, classes.labelNames, problems),
  );
  problems.throwErrors(folder);
  const classText = readList(join(root, 'classes.csv'), problems);
  return {
    records: [...photos, ...classes.studio],
    labelNames: classes.labelNames,
    coarseNames: classes.coarseNames,
    texts: [...texts, classText],
  };
}

function readClasses(
  root: string,
  problems: ProblemList,
): Pick<GroceryLists, 'labelNames' | 'coarseNames'> & { studio: ImageRecord[] } {
  const columns = [nameColumn, idColumn, coarseColumn, studioColumn];
  const rows = readTable(join(root, 'classes.csv'), columns, problems);
  const labelNames = rows.map((row) => row.cell(nameColumn));
  const studio = rows.flatMap((row, number) => {
    if (row.cell(idColumn) !== String(number)) {
      problems.error({
        what: 'The classes are not in the order of their ids',
        where: row.where,
        expected: String(number),
        found: JSON.stringify(row.cell(idColumn)),
        fix: "restore the owner's file",
      });
    }
    const picture = row.cell(studioColumn).replace(/^\//, '');
    return toRecord(root, picture, labelNames[number]!, 'studio', row.where, problems);
  });
  return { labelNames, coarseNames: rows.map((row) => row.cell(coarseColumn)), studio };
}

function readList(file: string, problems: ProblemList): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.error({
      what: 'A list of the data set can not be read',
      where: file,
      expected: 'a readable file',
      found: error instanceof Error ? error.message : String(error),
      fix: 'name the folder that holds `dataset/`, or fetch the data set again',
    });
    return '';
  }
}

/** Lines `path, fine id, coarse id`. */
function readPhotos(
  root: string,
  list: string,
  text: string,
  labelNames: string[],
  problems: ProblemList,
): ImageRecord[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const where = `${join(root, `${list}.txt`)}:${index + 1}`;
    const match = /^(.+?)\s*,\s*(\d+)\s*,\s*(\d+)\s*$/.exec(line);
    const label = match && labelNames[Number(match[2])];
    if (label) return toRecord(root, match[1]!, label, list, where, problems);
    problems.error({
      what: 'The line can not be used',
      where,
      expected: `"path, fine id, coarse id" with a fine id from 0 to ${labelNames.length - 1}`,
      found: JSON.stringify(line.slice(0, 120)),
      fix: "restore the owner's file",
    });
    return [];
  });
}

function toRecord(
  root: string,
  path: string,
  label: string,
  origin: string,
  where: string,
  problems: ProblemList,
): ImageRecord[] {
  try {
    return [{ id: path, label, origin, split: origin, path: safeJoin(root, path) }];
  } catch (error) {
    problems.caught(error, where);
    return [];
  }
}
