import { checkMemory } from '../../base/memoryRoom.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { checkDirections, checkLength, checkSameDimension } from '../../vectors/gallery/checkInput.js';
import { rowsOf } from '../../vectors/gallery/gallerySource.js';
import { defaultMultiply, holdGallery, type HeldGallery, type Multiply } from './multiply.js';

/** Similarities that are held at once per search. */
const heldScores = 2 ** 24;

/** What is searched by what. */
export interface Search {
  /** `[Q, D]` */
  queries: EmbeddingMatrix;
  /** `[N, D]` */
  gallery: EmbeddingMatrix;
}

/** How `forEachQuery` computes. */
export interface QueryBlockOptions {
  /** Default: the running tfjs backend, or plain typed arrays where none runs. */
  multiply?: Multiply | undefined;
  /** Queries of a block, default as many as have 2^24 similarities. */
  queriesPerBlock?: number | undefined;
}

/**
 * Shows one query after the other with all its similarities in one or several searches, which are computed in blocks of
 * queries: memory does not grow with the number of queries.
 *
 * @param searches by name, all with the same number of queries
 * @param visit gets the similarities `[N]` of a query per search, which are its own only until it returns
 * @throws RetrievalError for embeddings that cannot be compared, and blocks for which there is no memory.
 */
export async function forEachQuery<Name extends string>(
  searches: Record<Name, Search>,
  visit: (query: number, scores: Record<Name, Float32Array>) => void,
  { multiply = defaultMultiply(), queriesPerBlock }: QueryBlockOptions = {},
): Promise<void> {
  const named = Object.entries(searches) as [Name, Search][];
  const [, { queries }] = named[0]!;
  for (const [name, search] of named) {
    checkDirections(search.queries, `${name}: queries`);
    checkDirections(search.gallery, `${name}: gallery`);
    checkSameDimension(search.queries, search.gallery, `${name}: queries and gallery`);
    checkLength({ length: search.queries.rows }, queries.rows, `${name}: queries`);
  }
  const longest = Math.max(...named.map(([, { gallery }]) => gallery.rows));
  checkMemory(blockBytes(queries.rows, longest, named.length, queriesPerBlock), {
    work: 'A block of queries with their similarities',
    where: `a search among ${longest} pictures`,
    fix: 'take fewer queries at once (queriesPerBlock), or search on a machine with more memory',
  });
  const held = new Map<EmbeddingMatrix, HeldGallery>();
  for (const [, { gallery }] of named)
    if (!held.has(gallery)) held.set(gallery, holdGallery(gallery, multiply));
  try {
    for (const { first, count } of queryBlocks(queries.rows, queriesPerBlock ?? blockSize(longest))) {
      const blocks: [Name, Float32Array][] = [];
      for (const [name, search] of named) {
        const some = rowsOf(search.queries, first, count);
        blocks.push([name, await held.get(search.gallery)!.multiply(some)]);
      }
      for (let i = 0; i < count; i++) {
        const scores = blocks.map(([name, block]) => {
          const { rows } = searches[name].gallery;
          return [name, block.subarray(i * rows, (i + 1) * rows)] as const;
        });
        visit(first + i, Object.fromEntries(scores) as Record<Name, Float32Array>);
      }
    }
  } finally {
    for (const gallery of held.values()) gallery.dispose();
  }
}

/** Bytes that `forEachQuery` holds: per search a block of similarities, as a tensor and as numbers. */
export function blockBytes(
  queries: number,
  galleryRows: number,
  searches: number,
  queriesPerBlock = blockSize(galleryRows),
): number {
  const rows = Math.min(queries, Math.max(2, queriesPerBlock) + 1);
  return (searches + 1) * rows * galleryRows * Float32Array.BYTES_PER_ELEMENT;
}

function blockSize(galleryRows: number): number {
  return Math.max(1, Math.floor(heldScores / galleryRows));
}

/**
 * Blocks of the given size. None is a single query beside others: backends sum the products of one vector in another
 * order than those of several.
 */
function* queryBlocks(queries: number, size: number): Generator<{ first: number; count: number }> {
  const usual = Math.max(2, size);
  for (let first = 0; first < queries;) {
    const left = queries - first;
    const count = left <= usual + 1 ? left : usual;
    yield { first, count };
    first += count;
  }
}
