import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';
import { countItems, type RowCounter } from './positivePositions.js';
import type { QueryRelevance } from './relevance.js';
import { scoreBlocks, type BlockOptions } from './scoreBlocks.js';

/** Gallery rows whose places in a query's ranking are asked for. */
export interface ListedRows {
  /** Ascending. */
  rows: Int32Array;
  /** Their similarities, 0 until they are known. */
  scores: Float32Array;
}

/** Consecutive rows of a gallery. */
export interface GalleryPart {
  source: GallerySource;
  /** Row of the gallery that is the part's first. */
  first: number;
}

/** All rows of some lists once. */
export function listedRows(lists: readonly QueryRelevance[]): ListedRows {
  const found = new Set<number>();
  for (const { positives, ignored } of lists) {
    positives.forEach((row) => found.add(row));
    ignored.forEach((row) => found.add(row));
  }
  const rows = Int32Array.from(found).sort();
  return { rows, scores: new Float32Array(rows.length) };
}

/**
 * Notes the similarities of the listed rows that lie in a part of the gallery; blocks without any are not multiplied.
 *
 * @param listed `[Q]`
 * @returns the row behind the part's last
 */
export async function noteScores(
  queries: EmbeddingMatrix,
  { source, first }: GalleryPart,
  listed: readonly ListedRows[],
  options: BlockOptions,
): Promise<number> {
  let end = first;
  const hasListed = (from: number, count: number): boolean =>
    listed.some(({ rows }) => rows[placeOf(rows, from)]! < from + count);
  for await (const block of scoreBlocks(queries, source, options, first, hasListed)) {
    end = block.firstRow + block.rows;
    for (let i = 0; i < block.queries; i++) {
      const { rows, scores } = listed[block.firstQuery + i]!;
      const offset = i * block.rows - block.firstRow;
      for (let at = placeOf(rows, block.firstRow); rows[at]! < end; at++)
        scores[at] = block.scores[offset + rows[at]!]!;
    }
  }
  return end;
}

/**
 * Counts the rows of a part of the gallery among the listed rows. Of a listed row its noted similarity counts: computed
 * again elsewhere it might differ in the last digit and stand above itself.
 *
 * @param listed `[Q]`
 * @param counters `[Q]` of all listed rows
 */
export async function countRows(
  queries: EmbeddingMatrix,
  { source, first }: GalleryPart,
  listed: readonly ListedRows[],
  counters: readonly RowCounter[],
  options: BlockOptions,
): Promise<void> {
  for await (const block of scoreBlocks(queries, source, options, first)) {
    const end = block.firstRow + block.rows;
    for (let i = 0; i < block.queries; i++) {
      const query = block.firstQuery + i;
      const scores = block.scores.subarray(i * block.rows, (i + 1) * block.rows);
      const { rows, scores: noted } = listed[query]!;
      for (let at = placeOf(rows, block.firstRow); rows[at]! < end; at++)
        scores[rows[at]! - block.firstRow] = noted[at]!;
      countItems(counters[query]!, scores, block.firstRow);
    }
  }
}

/** Place of the first row that is not below `row`. */
export function placeOf(rows: Int32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
