import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';
import { checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';
import { countRows, listedRows, noteScores } from './listedRows.js';
import { countItems, positionsOf, rowCounter, type RowCounter } from './positivePositions.js';
import { gather } from './rankingOrder.js';
import type { QueryRelevance, Relevance } from './relevance.js';
import { scoreBlocks, type BlockOptions } from './scoreBlocks.js';

/** How positives are ranked. */
export interface RankOptions extends BlockOptions {
  /**
   * Bytes of similarities that may be held, default 512 MiB. The gallery is read once where all of them, `4 Q N` bytes,
   * fit, else twice.
   */
  heldBytes?: number;
}

/**
 * Zero-based positions of each query's positives in its exact ranking, ignored items removed; `[Q]` lists, ascending.
 *
 * @throws RetrievalError for embeddings that cannot be compared, rows outside the gallery, or a gallery with another number of
 *   rows than labels.
 */
export async function rankPositives(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  relevance: Relevance,
  options: RankOptions = {},
): Promise<Float64Array[]> {
  const [positions] = await rankPositivesOf(queries, gallery, [relevance], options);
  return positions!;
}

/**
 * The same for several notions of relevance on one gallery, such as the easy, medium and hard protocols of a benchmark;
 * the gallery is read and the similarities are counted no more often than for one. The rankings are never held.
 *
 * @returns one entry per relevance, each as `rankPositives` gives it
 */
export async function rankPositivesOf(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  relevances: Relevance[],
  options: RankOptions = {},
): Promise<Float64Array[][]> {
  if (relevances.length === 0) return [];
  const { galleryRows } = relevances[0]!;
  for (const relevance of relevances) {
    checkLength(relevance.positives, queries.rows, 'query labels');
    checkLength(relevance.ignored, queries.rows, 'ignored');
    relevance.positives.forEach((rows, q) => checkRows(rows, galleryRows, `positives[${q}]`));
    relevance.ignored.forEach((rows, q) => checkRows(rows, galleryRows, `ignored[${q}]`));
    checkGallerySize(relevance.galleryRows, galleryRows);
  }
  const { heldBytes = 2 ** 29 } = options;
  const fits = queries.rows * galleryRows * Float32Array.BYTES_PER_ELEMENT <= heldBytes;
  const rank = fits ? rankHeld : rankInTwoPasses;
  const perQuery = await rank(queries, gallery, relevances, options);
  return relevances.map((_, r) => perQuery.map((lists) => lists[r]!));
}

/** `rankPositives` for one query whose similarities `[N]` are at hand. */
export function rankPositivesInScores(
  scores: Float32Array | Float64Array,
  positives: Int32Array,
  ignored: Int32Array,
): Float64Array {
  return rankListsInScores(scores, [{ positives, ignored }])[0]!;
}

/** Holds all similarities, so that one pass over the gallery is enough; `[Q][relevances]`. */
async function rankHeld(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  relevances: Relevance[],
  options: RankOptions,
): Promise<Float64Array[][]> {
  const { galleryRows } = relevances[0]!;
  const held = Array.from({ length: queries.rows }, () => new Float32Array(galleryRows));
  let found = 0;
  for await (const block of scoreBlocks(queries, gallery, options)) {
    found = block.firstRow + block.rows;
    if (found > galleryRows) continue;
    for (let i = 0; i < block.queries; i++) {
      const scores = block.scores.subarray(i * block.rows, (i + 1) * block.rows);
      held[block.firstQuery + i]!.set(scores, block.firstRow);
    }
  }
  checkGallerySize(galleryRows, found);
  return held.map((scores, q) => rankListsInScores(scores, listsOf(relevances, q)));
}

/** Notes the similarities of listed rows in a first pass and counts what outranks them in a second; `[Q][relevances]`. */
async function rankInTwoPasses(
  queries: EmbeddingMatrix,
  gallery: GallerySource,
  relevances: Relevance[],
  options: RankOptions,
): Promise<Float64Array[][]> {
  const listed = Array.from({ length: queries.rows }, (_, q) => listedRows(listsOf(relevances, q)));
  const whole = { source: gallery, first: 0 };
  checkGallerySize(relevances[0]!.galleryRows, await noteScores(queries, whole, listed, options));
  const counters = listed.map(({ rows, scores }) => rowCounter(rows, scores));
  await countRows(queries, whole, listed, counters, options);
  return counters.map((counter, q) => listPositions(counter, listsOf(relevances, q)));
}

/** Positions of the positives of each list. */
export function listPositions(counter: RowCounter, lists: readonly QueryRelevance[]): Float64Array[] {
  return lists.map(({ positives, ignored }) => positionsOf(counter, positives, ignored));
}

function rankListsInScores(scores: Float32Array | Float64Array, lists: QueryRelevance[]): Float64Array[] {
  const { rows } = listedRows(lists);
  const counter = rowCounter(rows, gather(scores, rows));
  countItems(counter, scores, 0);
  return listPositions(counter, lists);
}

/** What counts for one query, relevance by relevance. */
export function listsOf(relevances: readonly Relevance[], query: number): QueryRelevance[] {
  return relevances.map(({ positives, ignored }) => ({
    positives: positives[query]!,
    ignored: ignored[query]!,
  }));
}

function checkGallerySize(labels: number, rows: number): void {
  if (labels === rows) return;
  throw new RetrievalError({
    what: 'The gallery does not have one row per label',
    where: 'galleryLabels',
    expected: `${labels} rows`,
    found: `${rows} rows`,
  });
}
