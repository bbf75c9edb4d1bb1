import * as tf from '@tensorflow/tfjs-core';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';
import {
  checkCount,
  checkDirections,
  checkRow,
  checkSameDimension,
} from '../../vectors/gallery/checkInput.js';
import {
  galleryBlocks,
  rowsOf,
  type GalleryBlock,
  type GallerySource,
} from '../../vectors/gallery/gallerySource.js';
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

/** Gallery rows multiplied at once unless told otherwise. */
export const usualRowsPerBlock = 4096;

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
 * @param start gallery row of the first row, where `gallery` is a part of one
 * @param isNeeded whether a block of rows is multiplied; of others no queries are yielded
 * @throws RetrievalError for embeddings that cannot be compared and for a gallery without rows.
 */
export async function* scoreBlocks(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  options: BlockOptions = {},
  start = 0,
  isNeeded: (firstRow: number, rows: number) => boolean = () => true,
): AsyncGenerator<ScoreBlock> {
  const { rowsPerBlock = usualRowsPerBlock, queriesPerBlock = 1024, multiply = defaultMultiply() } = options;
  checkCount(rowsPerBlock, 'rowsPerBlock');
  checkCount(queriesPerBlock, 'queriesPerBlock');
  checkDirections(queries, 'queries');
  let galleryRows = start;
  for await (const block of galleryBlocks(gallery, rowsPerBlock, start)) {
    checkSameDimension(queries, block);
    const { firstRow, rows } = block;
    const asked = isNeeded(firstRow, rows) ? queries.rows : 0;
    if (asked === 0) yield { scores: new Float32Array(0), firstQuery: 0, queries: 0, firstRow, rows };
    for (let firstQuery = 0; firstQuery < asked; firstQuery += queriesPerBlock) {
      const some = rowsOf(queries, firstQuery, Math.min(queriesPerBlock, queries.rows - firstQuery));
      const scores = await multiply(some, block);
      if (firstQuery === 0) checkGalleryRows(block, scores);
      yield { scores, firstQuery, queries: some.rows, firstRow, rows };
    }
    galleryRows = firstRow + rows;
  }
  if (galleryRows === start) {
    throw new RetrievalError({
      what: 'The gallery is empty',
      expected: 'at least one row',
      found: '0 rows',
    });
  }
}

/**
 * Refuses gallery rows that are zero or not finite. Such a row has a similarity of 0 or one that is not finite with every
 * query, so only rows with such a similarity to the first query are looked at.
 *
 * @param scores similarities of the first query, `[rows]` or longer
 * @param backend its name; a shader may take NaN for any number, so there every row is looked at
 */
export function checkGalleryRows(block: GalleryBlock, scores: Float32Array, backend = tf.getBackend()): void {
  const mayHideNaN = backend === 'webgpu' || backend === 'webgl';
  for (let row = 0; row < block.rows; row++) {
    const suspicious = scores[row] === 0 || !Number.isFinite(scores[row]);
    if (suspicious || mayHideNaN) checkRow(block, row, 'gallery', block.firstRow + row);
  }
}
