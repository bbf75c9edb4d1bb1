import { listQuality, listsOf, type IndexRelevance } from '../../galleryIndex/listQuality.js';
import { exactSearch } from '../../retrieval/ranking/exactSearch.js';
import { simulatedGallery } from '../../scale/simulatedGallery.js';
import { joinSources, type GallerySource } from '../../vectors/gallery/gallerySource.js';
import { depth } from './measurePlan.js';
import { relevanceOf } from './relevanceOf.js';
import type { ScaleInputs, Searcher } from './scaleInputs.js';

/** What vectors that are right for no query do to a search, real ones and as many simulated ones. mAP@100. */
export interface DistractorResult {
  searcher: Searcher['id'];
  seed: number;
  alone: number;
  real: number;
  simulated: number;
}

/**
 * Holds simulated vectors against real ones: the training pictures, whose classes are not in the gallery, and as many
 * simulated ones, each searched with the gallery.
 */
export async function measureDistractors(inputs: ScaleInputs): Promise<DistractorResult[]> {
  const { gallery, others, structure } = inputs;
  const galleries = {
    alone: gallery,
    real: joinSources([gallery, others]),
    simulated: joinSources([gallery, simulatedGallery(structure, { count: others.rows })]),
  };
  const relevance = relevanceOf(inputs);
  const results: DistractorResult[] = [];
  for (const { id: searcher, seed, queries } of inputs.searchers) {
    const map = (source: GallerySource): Promise<number> => meanPrecision(queries, source, relevance);
    const { alone, real, simulated } = galleries;
    results.push({
      searcher,
      seed,
      alone: await map(alone),
      real: await map(real),
      simulated: await map(simulated),
    });
  }
  return results;
}

async function meanPrecision(
  queries: Searcher['queries'],
  gallery: GallerySource,
  relevance: IndexRelevance,
): Promise<number> {
  // One more, in the place of the query itself.
  const found = await exactSearch({ queries, gallery, k: depth + 1 });
  const lists = listsOf({ ...found, ids: [] }, depth, relevance);
  return listQuality(lists, lists, undefined, depth, relevance).map!;
}
