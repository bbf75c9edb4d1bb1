import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import { selfFirst } from '../rankers/cosineLists.js';
import type { RankedLists } from '../rankers/types.js';
import { rowsOf } from '../vectors/gallery/gallerySource.js';
import type { GalleryIndex } from './openIndex.js';

/** How lists are found. */
export interface NeighbourListOptions {
  /** K, places of each list, the vector itself among them. */
  length: number;
  /** Settings of the searches; default: the engine's. */
  settings?: object;
  onProgress?: Progress;
  signal?: AbortSignal;
}

/** Vectors that are searched in one call. */
const rowsAtOnce = 256;

/**
 * The vectors nearest to each one of an index, by searches in it: the lists that a training goes by where all pairs are too
 * many to compare. Memory holds the lists, not the vectors.
 *
 * @returns lists in the order of the index's rows, with their ids `[N]`
 * @throws RetrievalError where a search finds fewer, and for more places than there are vectors
 * @example
 * await buildIndex('neighbours', await openIndexGallery('vectors.npz'), { engine: { kind: 'exact' } });
 * const index = await openIndex('neighbours');
 * const { lists, ids } = await neighbourLists(index, { length: 3 });
 * console.log(lists.length, ids[lists.indices[0]!] === ids[0]); // 3 true
 * await index.close();
 */
export async function neighbourLists(
  index: GalleryIndex,
  { length, settings, onProgress, signal }: NeighbourListOptions,
): Promise<{ lists: RankedLists; ids: string[] }> {
  const names = await index.names();
  const rows = names.rows.length;
  if (length > rows) throw tooLong(length, rows, index.folder);
  const places = new Int32Array((names.rows.at(-1) ?? -1) + 1);
  names.rows.forEach((row, place) => (places[row] = place));
  const found = {
    indices: new Int32Array(rows * length),
    similarities: new Float32Array(rows * length),
  };
  let done = 0;
  for await (const held of index.held()) {
    for (let first = 0; first < held.vectors.rows; first += rowsAtOnce) {
      signal?.throwIfAborted();
      const some = rowsOf(held.vectors, first, Math.min(rowsAtOnce, held.vectors.rows - first));
      const result = await index.search(some, length, settings);
      if (result.k < length || result.rows.includes(-1)) throw tooFew(length, index.folder);
      for (let n = 0; n < some.rows; n++) {
        const offset = places[held.rows[first + n]!]! * length;
        const own = [n * length, (n + 1) * length] as const;
        found.indices.set(
          result.rows.subarray(...own).map((row) => places[row]!),
          offset,
        );
        found.similarities.set(result.scores.subarray(...own), offset);
      }
      done += some.rows;
      onProgress?.({ done, total: rows, what: 'lists of neighbours' });
    }
  }
  return { lists: selfFirst(found, rows, length), ids: names.ids };
}

function tooLong(length: number, rows: number, where: string): RetrievalError {
  return new RetrievalError({
    what: 'The lists would be longer than the gallery',
    where,
    expected: `at most ${rows} places, as many as there are vectors`,
    found: String(length),
    kind: 'usage',
  });
}

function tooFew(length: number, where: string): RetrievalError {
  return new RetrievalError({
    what: 'A search in the index finds too few vectors for a list',
    where,
    expected: `${length} vectors`,
    found: 'fewer, since it looks at a part of the index only',
    fix: 'look at more of it with --set, such as probes=100, or make the lists shorter',
    kind: 'usage',
  });
}
