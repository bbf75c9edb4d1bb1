import { noLabel } from '../datasets/createDataset.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { exactSearch } from '../retrieval/ranking/exactSearch.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { PreparedGallery } from './prepareGallery.js';

/** A query whose picture stands on another side of the split, too. */
export interface DuplicatePair {
  /** Record of the query. */
  query: number;
  /** Record of the other picture. */
  other: number;
  /** `training`: the query model has seen it; `gallery`: it is only searched. */
  side: 'training' | 'gallery';
  /** `same`: the same pixels; `near`: cut, scaled, lit, stored or mirrored differently. */
  kind: 'same' | 'near';
  /** Cosine of the gallery model's vectors. */
  similarity: number;
  /** Whether both have labels, and different ones. */
  hasOtherLabel: boolean;
}

/** Nearest pictures of each side that are looked at. */
const nearest = 4;
/** Least cosine of a duplicate's vectors; a picture at half its size may be this far from itself. */
const leastSimilarity = 0.6;
/** Pairs that are compared pixel by pixel, the most similar ones. */
const mostCompared = 2000;
/** Side in pixels at which pictures are compared. */
const side = 32;
/** Least correlation of the brightness of near-duplicates; drawings on white are alike to begin with. */
const leastCorrelation = { photo: 0.87, drawing: 0.99 };
/** Largest mean difference of the same pixels, of 255: what decoding twice may differ by. */
const sameDifference = 1;

/**
 * Queries whose picture also trains or is searched, as itself or almost: what makes the numbers of a report too good. Pictures
 * are candidates by the gallery model's vectors, at most 2,000 pairs, and compared pixel by pixel at 32 x 32. The most similar
 * pair comes first.
 */
export async function duplicatesBetweenSides(
  dataset: Dataset,
  split: RetrievalSplit,
  vectors: Pick<PreparedGallery, 'fit' | 'queries' | 'gallery'>,
): Promise<DuplicatePair[]> {
  const candidates = new Map<string, { query: number; other: number; similarity: number }>();
  await addCandidates(candidates, split.queries, vectors.queries, split.fit, vectors.fit);
  await addCandidates(candidates, split.queries, vectors.queries, split.gallery, vectors.gallery);
  const pairs = [...candidates.values()].sort((a, b) => b.similarity - a.similarity).slice(0, mostCompared);
  const trains = new Set(split.fit);
  const kinds = await comparePairs(dataset, pairs);
  return pairs.flatMap(({ query, other, similarity }, n): DuplicatePair[] => {
    const kind = kinds[n];
    if (!kind) return [];
    const [label, otherLabel] = [dataset.labels[query]!, dataset.labels[other]!];
    const hasOtherLabel = label !== noLabel && otherLabel !== noLabel && label !== otherLabel;
    return [
      { query, other, side: trains.has(other) ? 'training' : 'gallery', kind, similarity, hasOtherLabel },
    ];
  });
}

async function addCandidates(
  candidates: Map<string, { query: number; other: number; similarity: number }>,
  queries: Int32Array,
  queryVectors: EmbeddingMatrix,
  others: Int32Array,
  vectors: EmbeddingMatrix,
): Promise<void> {
  if (queries.length === 0 || others.length === 0) return;
  // The picture itself may be among them.
  const found = await exactSearch({ queries: queryVectors, gallery: vectors, k: nearest + 1 });
  for (let at = 0; at < found.rows.length; at++) {
    const query = queries[Math.floor(at / found.k)]!;
    const [row, similarity] = [found.rows[at]!, found.scores[at]!];
    if (row < 0 || similarity < leastSimilarity || others[row] === query) continue;
    candidates.set(`${query} ${others[row]}`, { query, other: others[row]!, similarity });
  }
}

async function comparePairs(
  dataset: Dataset,
  pairs: readonly { query: number; other: number }[],
): Promise<(DuplicatePair['kind'] | undefined)[]> {
  const records = [...new Set(pairs.flatMap(({ query, other }) => [query, other]))];
  if (records.length === 0) return [];
  const pixels = await dataset.pixels(records, { size: side, keep: false });
  const bytes = side * side * 3;
  const places = new Map(records.map((record, n) => [record, n]));
  const picture = (record: number): Uint8Array =>
    pixels.subarray(places.get(record)! * bytes, (places.get(record)! + 1) * bytes);
  return pairs.map(({ query, other }) =>
    comparePictures(picture(query), picture(other), dataset.pictureKind),
  );
}

/** @param a RGB bytes `[32, 32, 3]` */
export function comparePictures(
  a: Uint8Array,
  b: Uint8Array,
  pictureKind: Dataset['pictureKind'] = 'photo',
): DuplicatePair['kind'] | undefined {
  if (meanDifference(a, b) <= sameDifference) return 'same';
  const [x, y] = [brightness(a), brightness(b)];
  const isNear = Math.max(correlation(x, y), correlation(x, mirrored(y))) >= leastCorrelation[pictureKind];
  return isNear ? 'near' : undefined;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

/** Rec. 601 luma of each pixel, less its mean. */
function brightness(pixels: Uint8Array): Float64Array {
  const values = new Float64Array(pixels.length / 3).map(
    (_, i) => 0.299 * pixels[3 * i]! + 0.587 * pixels[3 * i + 1]! + 0.114 * pixels[3 * i + 2]!,
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function mirrored(values: Float64Array): Float64Array {
  return values.map((_, i) => values[i - (i % side) + (side - 1 - (i % side))]!);
}

/** Of centred values; 0 where one picture is of one brightness. */
function correlation(a: Float64Array, b: Float64Array): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squareA += a[i]! ** 2;
    squareB += b[i]! ** 2;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}
