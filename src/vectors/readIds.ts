import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { describeProblem, ProblemList, type DatasetProblem } from '../base/problems/problem.js';
import { readTable } from '../base/problems/readTable.js';
import { RetrievalError } from '../errors.js';
import type { Container } from './formats/container.js';
import { usualIdNames } from './formats/openContainer.js';
import type { EmbeddingFileOptions } from './types.js';

/** Problems named one by one in an error. */
const namedProblems = 20;

/** Where the ids of an `.npy` file lie when they lie beside it: `NAME.ids.txt`. */
export function idsFileBeside(path: string): string {
  return `${path.replace(/\.npy$/i, '')}.ids.txt`;
}

/**
 * The id of each row: from the file that is named, else from inside the file of embeddings, else from beside it.
 *
 * @returns nothing where there are none.
 * @throws RetrievalError for ids that are asked for and not there, malformed ones, and another number of them than rows.
 */
export async function readIds(
  container: Container,
  rows: number,
  options: EmbeddingFileOptions,
): Promise<string[] | undefined> {
  const beside = idsFileBeside(container.path);
  const inFile = idsInFile(container, options);
  const file = options.idsFile ?? (!inFile && existsSync(beside) ? beside : undefined);
  const ids = await (file === undefined ? inFile?.() : readIdsFile(file, options.idColumn));
  if (!ids || ids.length === rows) return ids;
  throw new RetrievalError({
    what: 'The ids do not fit the vectors',
    where: file ?? container.path,
    expected: `${rows} ids, one for each vector of ${container.path}`,
    found: `${ids.length} ids`,
    fix: 'are the images the columns of the array? Then transpose it; else give the ids that were stored with it',
  });
}

/**
 * Ids from a file: a `.csv` or `.tsv` table, or text with one id per line.
 *
 * @param column of the table. Default `id`.
 * @throws RetrievalError for a file that cannot be read, is no UTF-8 text, or has an empty id; all of them at once.
 */
export async function readIdsFile(file: string, column = 'id'): Promise<string[]> {
  const problems = new ProblemList();
  const ids = /^\.[ct]sv$/i.test(extname(file))
    ? readTable(file, [column], problems).map((row) => ({ where: row.where, id: row.cell(column) }))
    : await readLines(file);
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
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    throw new RetrievalError({
      what: 'The file of ids cannot be read',
      where: file,
      expected: 'UTF-8 text with one id per line',
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'correct the path, or save it as UTF-8',
      cause,
    });
  }
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((id, i) => ({ where: `${file}:${i + 1}`, id }));
}

function idsInFile(
  { path, noun, lists, others }: Container,
  { idColumn, idsFile }: EmbeddingFileOptions,
): (() => Promise<string[]>) | undefined {
  if (idsFile !== undefined) return undefined;
  const names = idColumn === undefined ? usualIdNames : [idColumn];
  const list = names.map((name) => lists.find((candidate) => candidate.name === name)).find(Boolean);
  if (list || idColumn === undefined) return list?.read;
  throw new RetrievalError({
    what: `The file has no ids named ${JSON.stringify(idColumn)}`,
    where: path,
    expected: `a ${noun} of texts or integers`,
    found: [...lists.map(({ name }) => name), ...others].join('; ') || 'nothing but vectors',
    fix: 'name another one, or give a file of ids',
  });
}
