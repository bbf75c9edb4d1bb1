import { RetrievalError, type ErrorDetails } from '../../../errors.js';
import { NumpyArray } from '../../../checkpoints/numpyObjects.js';
import { readPlainPickle } from '../../../checkpoints/plainPickle.js';
import { fetchAgain } from '../../groundTruth/readLines.js';

/** One half of the database of Retrieval-SfM. */
export interface SfmPart {
  /** `[N]` names of the pictures. */
  ids: string[];
  /** `[N]` numbers of the reconstructed scenes. */
  clusters: number[];
  /** `[P]` rows of the queries; a query comes once for each of its positives. */
  queries: Int32Array;
  /** `[P]` row of the positive of each query. */
  positives: Int32Array;
}

/**
 * Reads the bytes of `retrieval-SfM-120k.pkl`. Nothing of the pickle is executed; keys that are not needed are passed over.
 * @throws RetrievalError for a missing part or key, lengths that do not fit, rows outside the pictures, names that are
 *   no file name or come twice.
 */
export function parseSfmDatabase(bytes: Uint8Array, file: string): { train: SfmPart; val: SfmPart } {
  const content = dictionary(readPlainPickle(bytes, file), file);
  const part = (name: 'train' | 'val') =>
    readPart(dictionary(content.get(name), `${file}, ${name}`), `${file}, ${name}`);
  const parts = { train: part('train'), val: part('val') };
  const trained = new Set(parts.train.ids);
  const shared = parts.val.ids.find((id) => trained.has(id));
  if (shared === undefined) return parts;
  throw malformed({
    what: 'A picture is in both parts',
    where: `${file}, val.cids`,
    found: JSON.stringify(shared),
  });
}

function readPart(content: Map<unknown, unknown>, where: string): SfmPart {
  const ids = readIds(content.get('cids'), `${where}.cids`);
  const read = (key: string) => readNumbers(content.get(key), `${where}.${key}`);
  const [clusters, queries, positives] = [read('cluster'), read('qidxs'), read('pidxs')];
  checkLength(clusters, ids.length, `${where}.cluster`, 'one scene per picture');
  checkLength(positives, queries.length, `${where}.pidxs`, 'one positive per query');
  checkRows(queries, ids.length, `${where}.qidxs`);
  checkRows(positives, ids.length, `${where}.pidxs`);
  return { ids, clusters, queries: Int32Array.from(queries), positives: Int32Array.from(positives) };
}

function readIds(value: unknown, where: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  const seen = new Set<string>();
  for (const id of list) {
    // Six characters make the folders; a separator would lead to others.
    if (typeof id !== 'string' || !/^[\w.-]{6,}$/.test(id) || id.slice(-6).includes('..') || seen.has(id)) {
      const expected =
        'names of files of at least six letters, digits, dots, dashes and underscores, each once';
      throw malformed({
        what: 'A picture of the database has no usable name',
        where,
        expected,
        found: String(id).slice(0, 80),
      });
    }
    seen.add(id);
  }
  if (list.length > 0) return list as string[];
  throw malformed({
    what: 'The database lists no pictures',
    where,
    expected: 'a list of names',
    found: typeof value,
  });
}

function readNumbers(value: unknown, where: string): number[] {
  const items: unknown[] | undefined =
    value instanceof NumpyArray && value.shape.length === 1
      ? Array.from({ length: value.length }, (_, i) => value.at(i))
      : Array.isArray(value)
        ? value
        : undefined;
  const numbers = items?.map((item) =>
    typeof item === 'string' && /^\d{1,9}$/.test(item) ? Number(item) : item,
  );
  if (numbers?.every((item) => Number.isInteger(item))) return numbers as number[];
  throw malformed({
    what: 'A part of the database is no list of whole numbers',
    where,
    expected: 'a list or a one-dimensional array',
    found: items
      ? `a list with ${String(items.find((item) => !Number.isInteger(item))).slice(0, 80)}`
      : typeof value,
  });
}

function checkLength(list: number[], expected: number, where: string, what: string): void {
  if (list.length === expected) return;
  throw malformed({
    what: 'The lists of the database do not fit each other',
    where,
    expected: `${what}: ${expected}`,
    found: String(list.length),
  });
}

function checkRows(rows: number[], count: number, where: string): void {
  const bad = rows.find((row) => row < 0 || row >= count);
  if (bad === undefined) return;
  throw malformed({
    what: 'A row of the database is not among its pictures',
    where,
    expected: `0 to ${count - 1}`,
    found: String(bad),
  });
}

function dictionary(value: unknown, where: string): Map<unknown, unknown> {
  if (value instanceof Map) return value;
  throw malformed({
    what: 'A part of the database is missing',
    where,
    expected: 'a dictionary',
    found: value === undefined ? 'nothing' : typeof value,
  });
}

function malformed(details: ErrorDetails): RetrievalError {
  return new RetrievalError({ fix: fetchAgain, ...details });
}
