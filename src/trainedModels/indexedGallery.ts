import type { RunConfig } from '../experiments/runConfig.js';
import type { GalleryIndex } from '../galleryIndex/openIndex.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkIndexOfModel } from './indexModel.js';
import type { SearchedGallery } from './searchedGallery.js';

/**
 * The vectors of an index as a gallery, whose rows are those that it has now, from 0. Pictures that are added later are not
 * in it; those that are removed are not found any more.
 *
 * @param settings of its searches
 * @throws RetrievalError for an index that can't be searched with the query model.
 */
export async function indexedGallery(
  index: GalleryIndex,
  settings: object | undefined,
  run: RunConfig | undefined,
  dimension: number,
): Promise<SearchedGallery> {
  checkIndexOfModel(index, run, dimension);
  const { rows, ids } = await index.names();
  const placeOf = new Map(Array.from(rows, (row, place) => [row, place]));
  return {
    name: index.folder,
    named: 'the ids in the index',
    rows: rows.length,
    source: () => heldNow(index, rows, dimension),
    id: (row) => ids[row]!,
    async nearest(vector, top) {
      const found = await index.search(embeddingMatrix(vector, 1, dimension), top, settings);
      return [...found.rows].flatMap((row, n) => {
        const place = placeOf.get(row);
        return place === undefined ? [] : [{ row: place, similarity: found.scores[n]! }];
      });
    },
  };
}

/** The vectors of some rows in their order; zeros for those that were removed. */
async function* heldNow(
  index: GalleryIndex,
  rows: Int32Array,
  columns: number,
): AsyncGenerator<EmbeddingMatrix> {
  let next = 0;
  for await (const held of index.held()) {
    const last = held.rows[held.rows.length - 1]!;
    let end = next;
    while (end < rows.length && rows[end]! <= last) end++;
    if (end === next) continue;
    const data = new Float32Array((end - next) * columns);
    for (let n = 0, at = next; n < held.rows.length && at < end; n++) {
      while (at < end && rows[at]! < held.rows[n]!) at++;
      const vector = held.vectors.data.subarray(n * columns, (n + 1) * columns);
      if (at < end && rows[at] === held.rows[n]) data.set(vector, (at - next) * columns);
    }
    yield embeddingMatrix(data, end - next, columns);
    next = end;
  }
  if (next < rows.length)
    yield embeddingMatrix(new Float32Array((rows.length - next) * columns), rows.length - next, columns);
}
