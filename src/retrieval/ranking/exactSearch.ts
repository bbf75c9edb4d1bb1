import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkCount, checkFilled, checkLength } from '../../vectors/gallery/checkInput.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';
import { scoreBlocks, type BlockOptions } from './scoreBlocks.js';
import { TopList } from './topList.js';

/** What `exactSearch` takes. */
export interface SearchInput extends BlockOptions {
  /** `[Q, D]` */
  queries: EmbeddingMatrix;
  /** `[N, D]`, in memory or read in blocks. */
  gallery: GallerySource;
  /** Results per query; more than the gallery holds gives the whole gallery. */
  k: number;
  /** `[Q]`: the gallery row that is the query itself and is left out, or -1. */
  selfInGallery?: ArrayLike<number>;
}

/** The best rows per query, best first. */
export interface SearchResult {
  /** Results per query: the smaller of the `k` asked for and the gallery's size. */
  k: number;
  /** `[Q, k]` gallery rows; -1 where a query has fewer results, because it was itself left out. */
  rows: Int32Array;
  /** `[Q, k]` inner products; -Infinity beside a row of -1. */
  scores: Float32Array;
}

/**
 * Exact search by inner product (the cosine, for unit rows). Ties go to the lower gallery row. Memory does not grow
 * with a gallery that is read in blocks.
 *
 * @throws RetrievalError for embeddings that cannot be compared, rows outside the gallery, an empty gallery, or a `k` that is no positive count.
 * @example
 * const gallery = embeddingMatrix(Float32Array.of(1, 0, 0, 1, 0.6, 0.8), 3, 2);
 * const queries = embeddingMatrix(Float32Array.of(0, 1), 1, 2);
 * const { rows, scores } = await exactSearch({ queries, gallery, k: 2 });
 * console.log([...rows], scores[0]); // [ 1, 2 ] 1
 */
export async function exactSearch(input: SearchInput): Promise<SearchResult> {
  const { queries, gallery, k, selfInGallery } = input;
  checkFilled(queries, 'queries');
  checkCount(k, 'k');
  if (selfInGallery) {
    checkLength(selfInGallery, queries.rows, 'selfInGallery');
    // How long a gallery in blocks is, its end tells.
    const rows = typeof gallery === 'function' ? Infinity : gallery.rows;
    checkRows(selfInGallery, rows, 'selfInGallery', true);
  }
  const kept = typeof gallery === 'function' ? k : Math.min(k, gallery.rows);
  const lists = Array.from({ length: queries.rows }, () => new TopList(kept));
  let galleryRows = 0;
  for await (const block of scoreBlocks(queries, gallery, input)) {
    for (let i = 0; i < block.queries; i++) {
      const list = lists[block.firstQuery + i]!;
      const self = (selfInGallery?.[block.firstQuery + i] ?? -1) - block.firstRow;
      const offset = i * block.rows;
      for (let j = 0; j < block.rows; j++) {
        if (j !== self) list.offer(block.scores[offset + j]!, block.firstRow + j);
      }
    }
    galleryRows = block.firstRow + block.rows;
  }
  return collect(lists, Math.min(k, galleryRows));
}

function collect(lists: TopList[], k: number): SearchResult {
  const rows = new Int32Array(lists.length * k).fill(-1);
  const scores = new Float32Array(lists.length * k).fill(-Infinity);
  lists.forEach((list, query) => {
    const best = list.ranking();
    rows.set(best.rows, query * k);
    scores.set(best.scores, query * k);
  });
  return { k, rows, scores };
}
