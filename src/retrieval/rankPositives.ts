import type { EmbeddingMatrix } from '../embeddings/embeddingMatrix.js';
import { RetrievalError } from '../errors.js';
import { checkLength } from './checkInput.js';
import type { GallerySource } from './gallerySource.js';
import {
  countItems,
  ignoreItem,
  positionsOf,
  positiveCounter,
  type PositiveCounter,
} from './positivePositions.js';
import { gather } from './rankingOrder.js';
import type { Relevance } from './relevance.js';
import { scoreBlocks, type BlockOptions } from './scoreBlocks.js';

/**
 * Zero-based positions of each query's positives in its exact ranking, ignored items removed; `[Q]` lists, ascending.
 * The rankings are never held: a first pass over the gallery keeps the similarities of positives and ignored items, a
 * second counts what outranks each positive.
 *
 * @throws RetrievalError for embeddings that cannot be compared, or a gallery with another number of rows than labels.
 */
export async function rankPositives(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  relevance: Relevance,
  options: BlockOptions = {},
): Promise<Float64Array[]> {
  checkLength(relevance.positives, queries.rows, 'query labels');
  const [ofPositives, ofIgnored] = await pickScores(queries, gallery, relevance, options);
  const counters = relevance.positives.map((rows, q) => positiveCounter(rows, ofPositives[q]!));
  for await (const block of scoreBlocks(queries, gallery, options)) {
    for (let i = 0; i < block.queries; i++) {
      const scores = block.scores.subarray(i * block.rows, (i + 1) * block.rows);
      countItems(counters[block.firstQuery + i]!, scores, block.firstRow);
    }
  }
  counters.forEach((counter, q) => ignoreAll(counter, relevance.ignored[q]!, ofIgnored[q]!));
  return counters.map(positionsOf);
}

/** The same for one query whose similarities `[N]` are at hand. */
export function rankPositivesInScores(
  scores: Float32Array | Float64Array,
  positives: Int32Array,
  ignored: Int32Array,
): Float64Array {
  const counter = positiveCounter(positives, gather(scores, positives));
  countItems(counter, scores, 0);
  ignoreAll(counter, ignored, gather(scores, ignored));
  return positionsOf(counter);
}

function ignoreAll(counter: PositiveCounter, rows: Int32Array, scores: Float64Array): void {
  rows.forEach((row, i) => ignoreItem(counter, scores[i]!, row));
}

/** One pass over the gallery that keeps the similarities of each query's positives and of its ignored items. */
async function pickScores(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  relevance: Relevance,
  options: BlockOptions,
): Promise<[positives: Float64Array[], ignored: Float64Array[]]> {
  const picks = [relevance.positives, relevance.ignored].map((lists) => lists.map(emptyPick));
  let galleryRows = 0;
  for await (const block of scoreBlocks(queries, gallery, options)) {
    const end = block.firstRow + block.rows;
    for (let i = 0; i < block.queries; i++) {
      for (const lists of picks) {
        const pick = lists[block.firstQuery + i]!;
        for (; pick.filled < pick.rows.length && pick.rows[pick.filled]! < end; pick.filled++) {
          const column = pick.rows[pick.filled]! - block.firstRow;
          pick.scores[pick.filled] = block.scores[i * block.rows + column]!;
        }
      }
    }
    galleryRows = end;
  }
  if (galleryRows !== relevance.galleryRows) throw wrongGallerySize(relevance.galleryRows, galleryRows);
  const [positives, ignored] = picks.map((lists) => lists.map((pick) => pick.scores));
  return [positives!, ignored!];
}

function emptyPick(rows: Int32Array): { rows: Int32Array; scores: Float64Array; filled: number } {
  return { rows, scores: new Float64Array(rows.length), filled: 0 };
}

function wrongGallerySize(labels: number, rows: number): RetrievalError {
  return new RetrievalError({
    what: 'The gallery does not have one row per label',
    where: 'galleryLabels',
    expected: `${labels} rows`,
    found: `${rows} rows`,
  });
}
