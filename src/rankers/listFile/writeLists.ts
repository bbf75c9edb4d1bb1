import { extname } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { RetrievalError } from '../../errors.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import type { RankedLists } from '../types.js';

/** Last word of each line of a run. */
const tag = 'asym';

/**
 * Writes ranked lists by ids: JSON lines with `id`, `list` and `scores` where the name ends in `.jsonl`, lines
 * `picture Q0 other rank score tag` (TREC) otherwise. Lists without scores have their places as scores there,
 * highest first.
 * @param ids `[N]` of the pictures
 * @throws RetrievalError for another number of ids, for ids with spaces in TREC's lines, and when the file cannot be written.
 * @example
 * const lists = { rows: 1, length: 2, indices: Int32Array.of(0, 1), scores: Float32Array.of(1, 0.5) };
 * await writeLists('lists.trec', lists, ['a.jpg']).catch((error) => console.log(error.message.split('\n')[0])); // An id is missing
 */
export async function writeLists(
  file: string,
  { rows, length, indices, scores }: RankedLists,
  ids: readonly string[],
): Promise<void> {
  checkLength(ids, rows, 'ids');
  const isJson = extname(file) === '.jsonl';
  const spaced = isJson ? undefined : ids.find((id) => /\s/.test(id) || id === '');
  if (spaced !== undefined) {
    throw new RetrievalError({
      what: 'An id has a space, which ends a word of a TREC line',
      where: file,
      expected: 'ids without spaces',
      found: JSON.stringify(spaced),
      fix: 'write JSON lines: give the file a name that ends in .jsonl',
      kind: 'usage',
    });
  }
  const text = (id: string, row: number): string => {
    const list = Array.from(indices.subarray(row * length, (row + 1) * length), (other) => ids[other]!);
    const own = scores && Array.from(scores.subarray(row * length, (row + 1) * length));
    if (isJson) return `${JSON.stringify({ id, list, ...(own && { scores: own }) })}\n`;
    return list
      .map((other, k) => `${id} Q0 ${other} ${k + 1} ${own ? own[k] : length - k} ${tag}\n`)
      .join('');
  };
  await atomicWrite(file, pieces(ids, text));
}

/** Lists that are written at once: of many lists, the text of all is larger than they are. */
const listsAtOnce = 1000;

function* pieces(ids: readonly string[], text: (id: string, row: number) => string): Generator<string> {
  for (let first = 0; first < ids.length; first += listsAtOnce)
    yield ids
      .slice(first, first + listsAtOnce)
      .map((id, n) => text(id, first + n))
      .join('');
}
