import { splitLabels } from '../datasets/splitLabels.js';
import { round } from '../experiments/evaluateRun.js';
import type { PreparedGallery } from '../experiments/prepareGallery.js';
import type { RankedLists } from '../rankers/types.js';
import type { StoredInput } from '../experiments/prepareInput.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { evaluateRetrieval } from '../retrieval/metrics/evaluateRetrieval.js';
import { randomSource } from '../base/randomSource.js';
import { embedAll } from '../training/embedAll.js';
import type { Path } from './paths.js';
import { withRecalibration } from './recalibration.js';
import type { SearchConfig } from './searchConfig.js';
import type { RewardKind } from './rewardKinds.js';
import type { Supernet } from './supernet.js';

/** What a path reaches on the validation classes with the weights of the supernet, per cent. */
export interface PathScore {
  /** R2: queries by the path, the frozen gallery model's vectors as the gallery. */
  mapAsymmetric: number;
  /** R1: the path on both sides. */
  mapSymmetricQuery: number;
}

/** The split as both models see it. */
export interface SearchData {
  dataset: Dataset;
  split: RetrievalSplit;
  gallery: PreparedGallery;
  input: StoredInput;
  rankings: ReadonlyMap<string, RankedLists>;
}

/** The reward of a score, per cent; the product is that of the fractions. */
export function rewardOf({ mapAsymmetric, mapSymmetricQuery }: PathScore, kind: RewardKind): number {
  switch (kind) {
    case 'asymmetric':
      return mapAsymmetric;
    case 'symmetric':
      return mapSymmetricQuery;
    case 'product':
      return round((mapAsymmetric * mapSymmetricQuery) / 100, 4);
  }
}

/** Measures paths of a trained supernet, each with batch norms of its own. */
export function pathScorer(
  supernet: Supernet,
  data: SearchData,
  { recalibration, training, seed }: Pick<SearchConfig, 'recalibration' | 'training' | 'seed'>,
): (path: Path) => Promise<PathScore> {
  const { split, gallery, input } = data;
  const pictures = {
    ...someRows(input.training(), split.fit.length, recalibration, seed),
    batchSize: training.batchSize,
  };
  const embed = async (pixels: Float32Array | Uint8Array, rows: number): Promise<EmbeddingMatrix> =>
    embeddingMatrix(await embedAll(supernet, pixels, rows), rows, supernet.dimension);
  return (path) => {
    supernet.take(path);
    return withRecalibration(supernet, pictures, async () => {
      const queries = await embed(input.queries, split.queries.length);
      const ownGallery = await embed(input.gallery, split.gallery.length);
      return {
        mapAsymmetric: await meanAveragePrecision(data, queries, gallery.gallery),
        mapSymmetricQuery: await meanAveragePrecision(data, queries, ownGallery),
      };
    });
  };
}

/** Rows drawn without repetition, in their order. */
function someRows(pixels: Float32Array | Uint8Array, rows: number, wanted: number, seed: number) {
  const drawn = randomSource(seed, 'recalibration').permutation(rows).subarray(0, wanted).sort();
  const width = pixels.length / rows;
  const picked = new Float32Array(drawn.length * width);
  drawn.forEach((row, n) => picked.set(pixels.subarray(row * width, (row + 1) * width), n * width));
  return { pixels: picked, count: drawn.length };
}

async function meanAveragePrecision(
  { dataset, split }: SearchData,
  queries: EmbeddingMatrix,
  gallery: EmbeddingMatrix,
): Promise<number> {
  const { averagePrecision } = await evaluateRetrieval({
    queries,
    gallery,
    ...splitLabels(dataset, split),
    bootstrap: { resamples: 1 },
  });
  return round(100 * averagePrecision.estimate.mean, 4);
}
