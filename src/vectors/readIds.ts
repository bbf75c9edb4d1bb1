import { existsSync } from 'node:fs';
import { RetrievalError } from '../errors.js';
import type { Container } from './formats/container.js';
import { usualIdNames, usualPathNames } from './formats/openContainer.js';
import { nameFinder } from './names/nameFinder.js';
import { filesBeside, idsFileBeside, listsOfFile, type NameList } from './names/nameLists.js';
import type { EmbeddingFileOptions } from './types.js';

/** The names of a file's rows and where they were found. */
export interface RowNames {
  ids: string[];
  /** For example `column "path" of vectors.parquet`. */
  from: string;
}

/**
 * The id of each row: from the file or list that is named; else, where the pictures' names are known, from the text column,
 * array, entry or file beside that has most of them; else from the list that is called ids, or like a path; else from a file
 * beside the vectors whose texts all differ.
 *
 * @returns nothing where there are none, and where order alone is asked for.
 * @throws RetrievalError for ids that are asked for and not there, malformed ones, and another number of them than rows.
 */
export async function readIds(
  container: Container,
  rows: number,
  options: EmbeddingFileOptions,
): Promise<RowNames | undefined> {
  if (options.byOrder) return undefined;
  const { names } = options;
  const { path } = container;
  const named = namedLists(container, options);
  const inside = listsInside(container);
  const ids = named
    ? (byName(named, usualIdNames) ?? byName(named, usualPathNames) ?? named[0])
    : idList(path, inside);
  const paths = byName(inside, usualPathNames);
  if (!names) {
    if (ids) return fitting(ids, rows, path);
    return (paths && (await fitting(paths, rows, path).catch(nothing))) ?? idsBeside(path, rows);
  }
  const others = named ?? [...inside, ...filesBeside(path).flatMap((file) => listsOfFile(file))];
  const { matching, distinct } = await mostMatching(ids ? [ids, ...others] : others, rows, names);
  if (matching) return matching;
  return ids ? fitting(ids, rows, path) : (distinct ?? (paths && fitting(paths, rows, path)));
}

/** Of the lists in files beside the vectors one that is called like ids or paths, else the first whose texts all differ. */
async function idsBeside(path: string, rows: number): Promise<RowNames | undefined> {
  const lists = filesBeside(path).flatMap((file) => {
    try {
      return listsOfFile(file);
    } catch (error) {
      return nothing(error) ?? [];
    }
  });
  const called = [...usualIdNames, ...usualPathNames].flatMap((name) =>
    lists.filter((list) => list.name === name),
  );
  for (const { from, read } of [...called, ...lists]) {
    const ids = await read().catch(nothing);
    if (ids?.length === rows && new Set(ids).size === rows) return { ids, from };
  }
  return undefined;
}

/** What is called like names may be something else, such as the names of classes. */
function nothing(error: unknown): undefined {
  if (!(error instanceof RetrievalError)) throw error;
}

/** @throws RetrievalError for another number of ids than rows. */
async function fitting({ from, read }: NameList, rows: number, vectors: string): Promise<RowNames> {
  const ids = await read();
  if (ids.length === rows) return { ids, from };
  throw new RetrievalError({
    what: 'The ids do not fit the vectors',
    where: from,
    expected: `${rows} ids, one for each vector of ${vectors}`,
    found: `${ids.length} ids`,
    fix: 'are the images the columns of the array? Then transpose it; else give the ids that were stored with it',
  });
}

/**
 * Of several lists the one with most of the names, and the first whose texts all differ, which may be names of something
 * else. A list that cannot be read, or is of another length, does not name the rows.
 */
async function mostMatching(
  lists: readonly NameList[],
  rows: number,
  names: readonly string[],
): Promise<{ matching?: RowNames; distinct?: RowNames }> {
  const find = nameFinder(names);
  let [most, matching, distinct]: [number, RowNames?, RowNames?] = [0];
  for (const { from, read } of lists) {
    const ids = await read().catch(nothing);
    if (ids?.length !== rows) continue;
    const matches = new Set(ids.map(find).filter((name) => name !== undefined)).size;
    if (matches > most) [most, matching] = [matches, { ids, from }];
    if (most === names.length) break;
    distinct ??= new Set(ids).size === rows ? { ids, from } : undefined;
  }
  return { matching, distinct };
}

/** The lists that the options name, if they name any. */
function namedLists(
  container: Container,
  { idsFile, idColumn }: EmbeddingFileOptions,
): NameList[] | undefined {
  if (idsFile !== undefined) return listsOfFile(idsFile, idColumn);
  if (idColumn === undefined) return undefined;
  const list = listsInside(container).find(({ name }) => name === idColumn);
  if (list) return [list];
  const { path, noun, lists, others } = container;
  throw new RetrievalError({
    what: `The file has no ids named ${JSON.stringify(idColumn)}`,
    where: path,
    expected: `a ${noun} of texts or integers`,
    found: [...lists.map(({ name }) => name), ...others].join('; ') || 'nothing but vectors',
    fix: 'name another one, or give a file of ids',
  });
}

function listsInside({ path, noun, lists }: Container): NameList[] {
  return lists.map(({ name, read }) => ({
    name,
    from: name === '' ? path : `${noun} ${JSON.stringify(name)} of ${path}`,
    read: async () => read(),
  }));
}

/** The list that is called ids, inside or beside the vectors. */
function idList(path: string, inside: readonly NameList[]): NameList | undefined {
  const beside = idsFileBeside(path);
  return byName(inside, usualIdNames) ?? (existsSync(beside) ? listsOfFile(beside)[0] : undefined);
}

function byName(lists: readonly NameList[], names: readonly string[]): NameList | undefined {
  return names.map((name) => lists.find((list) => list.name === name)).find(Boolean);
}
