import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../../base/files/temporaryFolder.js';
import { buildIndex } from '../../galleryIndex/buildIndex.js';
import { checkIndex, type CheckedSearch } from '../../galleryIndex/checkIndex.js';
import { removeOthers } from '../../galleryIndex/generations.js';
import { openIndex, type GalleryIndex } from '../../galleryIndex/openIndex.js';
import type { IndexResult } from '../../galleryIndex/types.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { relevanceOf } from './relevanceOf.js';
import type { ScaleInputs, Searcher } from './scaleInputs.js';
import type { ScalePlan } from './scalePlans.js';

/** Results per query: the first hundred are compared. */
export const depth = 100;
/** Those who ask at the same time when that is timed. */
const manyClients = 8;
/** Largest gallery that is searched with every seed; one is enough to see what a larger one does. */
const mostRowsForSeeds = 20_000;

/** What one model's queries find. */
export interface SearcherResult extends Pick<Searcher, 'id' | 'seed'> {
  /** Exact search with the same queries. */
  exact: CheckedSearch;
  /** In the order of the plan's settings. */
  searches: CheckedSearch[];
}

/** Everything that is measured of one index. */
export interface PlanResult {
  buildSeconds: number;
  /** On the disk. */
  bytes: number;
  searchers: SearcherResult[];
  /** The gallery model's queries, eight at a time. */
  crowded: Pick<CheckedSearch, 'settings' | 'milliseconds' | 'queriesPerSecond'>[];
}

/** Builds an index of a gallery in a temporary folder, and searches it with the queries of every model. */
export async function measurePlan(
  { engine, settings }: ScalePlan,
  gallery: EmbeddingMatrix,
  inputs: ScaleInputs,
  signal?: AbortSignal,
): Promise<PlanResult> {
  const folder = temporaryFolder('asymmetric-scale');
  try {
    const start = performance.now();
    const { rows, columns } = gallery;
    await buildIndex(folder, { source: gallery, rows, columns }, { engine, ...(signal && { signal }) });
    const buildSeconds = (performance.now() - start) / 1000;
    const index = await openIndex(folder, signal);
    try {
      const relevance = relevanceOf(inputs);
      const [galleryModel] = inputs.searchers as [Searcher];
      const common = {
        index: rememberingExact(index),
        k: depth,
        settings,
        relevance,
        ...(signal && { signal }),
      };
      const crowd = await checkIndex({ ...common, queries: galleryModel.queries, clients: manyClients });
      const searchers: SearcherResult[] = [];
      for (const { id, seed, queries } of inputs.searchers) {
        if (seed > 0 && rows > mostRowsForSeeds) continue;
        const { exact, searches } = await checkIndex({
          ...common,
          queries,
          reference: galleryModel.queries,
        });
        searchers.push({ id, seed, exact, searches });
      }
      return {
        buildSeconds,
        bytes: await index.bytes(),
        searchers,
        crowded: crowd.searches.map((search) => ({
          settings: search.settings,
          milliseconds: search.milliseconds,
          queriesPerSecond: search.queriesPerSecond,
        })),
      };
    } finally {
      await index.close();
    }
  } finally {
    await removeOthers(folder, []);
    await rm(folder, { recursive: true, force: true });
  }
}

/** An index that makes the exact lists of the same queries once. */
function rememberingExact(index: GalleryIndex): GalleryIndex {
  const known = new WeakMap<EmbeddingMatrix, Promise<IndexResult>>();
  return {
    ...index,
    exact(queries, k) {
      const lists = known.get(queries) ?? index.exact(queries, k);
      known.set(queries, lists);
      return lists;
    },
  };
}
