import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { describeProblem, ProblemList, type DatasetProblem } from '../../base/problems/problem.js';
import { readRegular } from '../../base/files/regularFile.js';
import { inWords } from '../../base/inWords.js';
import { readTable, tableColumns } from '../../base/problems/readTable.js';
import { RetrievalError } from '../../errors.js';

/** Problems named one by one in an error. */
const namedProblems = 20;

/** A list of texts that may name the rows of a file of embeddings. */
export interface NameList {
  /** Of its column, array or entry; empty for a file of nothing else. */
  name: string;
  /** Which list of which file, for messages. */
  from: string;
  read: () => Promise<string[]>;
}

/** Endings of the files beside `NAME.npy` that are looked into, in this order. */
const endingsBeside = ['.ids.txt', '.names.txt', '.paths.txt', '.txt', '.csv', '.tsv', '.json'];

/** Where the ids of an `.npy` file lie when they lie beside it: `NAME.ids.txt`. */
export function idsFileBeside(path: string): string {
  return `${path.replace(/\.npy$/i, '')}.ids.txt`;
}

/** The files beside a file of embeddings that may hold its names: `NAME.csv` for `NAME.npy`, and the like. */
export function filesBeside(path: string): string[] {
  const base = path.slice(0, path.length - extname(path).length);
  const files = [idsFileBeside(path), ...endingsBeside.map((ending) => base + ending)];
  return [...new Set(files)].filter((file) => file !== path && existsSync(file));
}

/** The lists of a file of names: each column of a table, or one list. */
export function listsOfFile(file: string, column?: string): NameList[] {
  const columns = isTable(file) ? (column === undefined ? tableColumns(file) : [column]) : undefined;
  if (columns?.length === 0) return [listOf(file, 'id')];
  return columns?.map((name) => listOf(file, name)) ?? [listOf(file)];
}

function listOf(file: string, column?: string): NameList {
  const name = column ?? '';
  const from = column === undefined ? file : `column ${JSON.stringify(column)} of ${file}`;
  return { name, from, read: () => readIdsFile(file, column) };
}

const isTable = (file: string): boolean => /^\.[ct]sv$/i.test(extname(file));

/**
 * Ids from a file: a `.csv` or `.tsv` table, a `.json` list of texts, or text with one id per line.
 *
 * @param column of the table. Default `id`.
 * @throws RetrievalError for a file that cannot be read, is no UTF-8 text, or has an empty id; all of them at once.
 */
export async function readIdsFile(file: string, column = 'id'): Promise<string[]> {
  const problems = new ProblemList();
  const ids = isTable(file)
    ? readTable(file, [column], problems).map((row) => ({ where: row.where, id: row.cell(column) }))
    : await (extname(file).toLowerCase() === '.json' ? readList(file) : readLines(file));
  for (const { where, id } of ids) {
    if (id === '') {
      problems.error({ what: 'An id is empty', where, expected: 'an id', found: '', fix: 'fill it in' });
    }
  }
  if (problems.problems.length > 0) throw badIds(file, problems.problems);
  return ids.map(({ id }) => id);
}

function badIds(where: string, problems: readonly DatasetProblem[]): RetrievalError {
  const named = problems.slice(0, namedProblems).map((problem) => `\n    ${describeProblem(problem)}`);
  const more = problems.length - named.length;
  return new RetrievalError({
    what: `The file of ids has ${problems.length} problem${problems.length === 1 ? '' : 's'}`,
    where,
    expected: 'none of these:',
    found: named.join('') + (more > 0 ? `\n    and ${more} more` : ''),
    fix: 'give every row an id',
  });
}

async function readLines(file: string): Promise<{ where: string; id: string }[]> {
  const lines = (await readText(file)).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((id, i) => ({ where: `${file}:${i + 1}`, id }));
}

async function readList(file: string): Promise<{ where: string; id: string }[]> {
  const text = await readText(file);
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  if (Array.isArray(list) && list.every((id) => typeof id === 'string')) {
    return list.map((id, n) => ({ where: `${file}, entry ${n}`, id }));
  }
  throw new RetrievalError({
    what: 'The file of ids is no list of texts',
    where: file,
    expected: '["first.jpg", "second.jpg"]',
    found: text.slice(0, 60),
    fix: 'write the ids as a JSON list, or as text with one id per line',
  });
}

function readText(file: string): Promise<string> {
  const words = {
    what: 'The file of ids cannot be read',
    where: file,
    expected: 'UTF-8 text with one id per line',
    fix: 'correct the path, or save it as UTF-8',
  };
  return inWords(words, async () =>
    new TextDecoder('utf-8', { fatal: true }).decode(await readRegular(file)),
  );
}
