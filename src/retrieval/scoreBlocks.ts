import type { EmbeddingMatrix } from '../embeddings/embeddingMatrix.js';
import { RetrievalError } from '../errors.js';
import { checkCount, checkEmbeddings, checkSameDimension } from './checkInput.js';
import { galleryBlocks, rowsOf, type GallerySource } from './gallerySource.js';
import { defaultMultiply, type Multiply } from './multiply.js';

/** How a search is cut into pieces and computed. */
export interface BlockOptions {
  /** Gallery rows multiplied at once, default 4096. */
  rowsPerBlock?: number;
  /** Queries multiplied at once, default 1024. */
  queriesPerBlock?: number;
  /** Default: the running tfjs backend, or plain typed arrays where none runs. */
  multiply?: Multiply;
}

/** Similarities of consecutive queries with consecutive gallery rows. */
export interface ScoreBlock {
  /** `[queries, rows]` */
  scores: Float32Array;
  firstQuery: number;
  queries: number;
  firstRow: number;
  rows: number;
}

/**
 * Every similarity once, gallery block by gallery block in order of rows; memory depends on the block sizes only.
 *
 * @throws RetrievalError for embeddings that cannot be compared and for a gallery without rows.
 */
export async function* scoreBlocks(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  options: BlockOptions = {},
): AsyncGenerator<ScoreBlock> {
  const { rowsPerBlock = 4096, queriesPerBlock = 1024, multiply = defaultMultiply() } = options;
  checkCount(rowsPerBlock, 'rowsPerBlock');
  checkCount(queriesPerBlock, 'queriesPerBlock');
  checkEmbeddings(queries, 'queries');
  let galleryRows = 0;
  for await (const block of galleryBlocks(gallery, rowsPerBlock)) {
    checkSameDimension(queries, block);
    for (let firstQuery = 0; firstQuery < queries.rows; firstQuery += queriesPerBlock) {
      const some = rowsOf(queries, firstQuery, Math.min(queriesPerBlock, queries.rows - firstQuery));
      const scores = await multiply(some, block);
      yield { scores, firstQuery, queries: some.rows, firstRow: block.firstRow, rows: block.rows };
    }
    galleryRows = block.firstRow + block.rows;
  }
  if (galleryRows === 0) {
    throw new RetrievalError({
      what: 'The gallery is empty',
      expected: 'at least one row',
      found: '0 rows',
    });
  }
}
