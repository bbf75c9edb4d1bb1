import { RetrievalError, type ErrorDetails } from '../../errors.js';
import { NumpyArray } from '../../checkpoints/numpyObjects.js';
import { readPlainPickle } from '../../checkpoints/plainPickle.js';
import { fetchAgain, readGroundTruthFile } from './readLines.js';
import type { RevisitedGroundTruth, RevisitedQuery } from './types.js';

/** Far more than any of these sets lists; lists that are remembered and named again count each time. */
const mostRows = 1_000_000;

/**
 * Reads `gnd_roxford5k.pkl` or `gnd_rparis6k.pkl` (Radenovic et al. 2018): a dictionary of `imlist`, `qimlist` and `gnd`,
 * whose entries hold `bbx`, `easy`, `hard` and `junk`, as lists or as arrays of NumPy. Nothing of the pickle is executed.
 *
 * @throws RetrievalError for code in the pickle, a missing key, a row outside `imlist`, a row that stands in two lists of
 *   a query, a box that is no box, and names that come twice.
 */
export async function readRevisitedGroundTruth(file: string): Promise<RevisitedGroundTruth> {
  return parseRevisitedGroundTruth(await readGroundTruthFile(file), file);
}

/** `readRevisitedGroundTruth` for bytes at hand. */
export function parseRevisitedGroundTruth(bytes: Uint8Array, file: string): RevisitedGroundTruth {
  const content = dictionary(readPlainPickle(bytes, file), file);
  const galleryIds = names(content.get('imlist'), `${file}, imlist`);
  const queryIds = names(content.get('qimlist'), `${file}, qimlist`);
  const entries = content.get('gnd');
  if (!Array.isArray(entries) || entries.length !== queryIds.length) {
    throw malformed({
      what: 'The ground truth does not have one entry per query',
      where: `${file}, gnd`,
      expected: `a list of ${queryIds.length} dictionaries`,
      found: describe(entries),
    });
  }
  let listed = 0;
  const queries = entries.map((entry: unknown, q): RevisitedQuery => {
    const where = `${file}, gnd[${q}]`;
    const lists = dictionary(entry, where);
    const read = (key: string): Int32Array => {
      const rows = numbers(lists.get(key), `${where}.${key}`);
      listed += rows.length;
      if (listed > mostRows) throw malformed({ what: 'The ground truth lists too many rows', where });
      return rowList(rows, galleryIds.length, `${where}.${key}`);
    };
    const [easy, hard, junk] = [read('easy'), read('hard'), read('junk')];
    checkDisjoint({ easy, hard, junk }, where);
    return { box: box(lists.get('bbx'), `${where}.bbx`), easy, hard, junk };
  });
  return { kind: 'revisited', galleryIds, queryIds, queries };
}

function dictionary(value: unknown, where: string): Map<unknown, unknown> {
  if (value instanceof Map) return value;
  throw malformed({
    what: 'A part of the ground truth is no dictionary',
    where,
    expected: 'a dictionary',
    found: describe(value),
  });
}

function names(value: unknown, where: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  if (list.length === 0 || !list.every((name) => typeof name === 'string' && name !== '')) {
    throw malformed({ what: 'The names of pictures are no list of texts', where, found: describe(value) });
  }
  const seen = new Set<unknown>();
  const repeated = list.find((name) => seen.size === seen.add(name).size);
  if (repeated === undefined) return list as string[];
  throw malformed({ what: 'A picture is listed twice', where, found: JSON.stringify(repeated) });
}

/** The numbers of a list, a one-dimensional array or a single number as NumPy keeps a list of one. */
function numbers(value: unknown, where: string): number[] {
  if (value instanceof NumpyArray && value.shape.length <= 1 && value.length <= mostRows) {
    return Array.from({ length: value.length }, (_, i) => value.at(i));
  }
  if (Array.isArray(value) && value.length <= mostRows && value.every((item) => typeof item === 'number')) {
    return value;
  }
  throw malformed({
    what: 'A part of the ground truth is no list of numbers',
    where,
    expected: 'a list or a one-dimensional array',
    found: describe(value),
  });
}

function rowList(rows: number[], galleryRows: number, where: string): Int32Array {
  const bad = rows.find((row) => !(Number.isInteger(row) && row >= 0 && row < galleryRows));
  if (bad !== undefined) {
    throw malformed({
      what: 'A row of the ground truth is not in the gallery',
      where,
      expected: `0 to ${galleryRows - 1}`,
      found: String(bad),
    });
  }
  return Int32Array.from(rows).sort();
}

function checkDisjoint(lists: Record<'easy' | 'hard' | 'junk', Int32Array>, where: string): void {
  const seen = new Map<number, string>();
  for (const [name, rows] of Object.entries(lists)) {
    for (const row of rows) {
      const before = seen.get(row);
      if (before !== undefined) {
        throw malformed({
          what: 'A row stands twice in the ground truth of a query',
          where,
          expected: 'every row in at most one of easy, hard and junk',
          found: `row ${row} in ${before} and ${name}`,
        });
      }
      seen.set(row, name);
    }
  }
}

function box(value: unknown, where: string): RevisitedQuery['box'] {
  const sides = numbers(value, where);
  const [left, top, right, bottom] = sides as RevisitedQuery['box'];
  if (sides.length === 4 && sides.every(Number.isFinite) && left < right && top < bottom) {
    return [left, top, right, bottom];
  }
  throw malformed({
    what: 'The box of a query is no box',
    where,
    expected: 'left < right and top < bottom in pixels',
    found: `[${sides.slice(0, 5).join(', ')}]`,
  });
}

function malformed(details: ErrorDetails): RetrievalError {
  return new RetrievalError({ fix: fetchAgain, ...details });
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof NumpyArray) return `an array ${value.type} [${value.shape.join(', ')}]`;
  if (value instanceof Map) return 'a dictionary';
  return typeof value;
}
