import { knownLabels } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { consistencyCurve } from '../retrieval/metrics/rankConsistency.js';
import { evaluateRetrieval } from '../retrieval/metrics/evaluateRetrieval.js';
import { similarityMatrix } from '../retrieval/ranking/rankAll.js';
import type { TrainingStep } from '../training/trainQueryModel.js';
import { round } from './evaluateRun.js';
import type { TrajectoryPoint } from './runManifest.js';

/** Shares of the training at which the model is looked at; dense at the start, where most happens. */
const shares = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1];
/** The same where the best state is to be found. */
const closeShares = [0.02, ...Array.from({ length: 20 }, (_, n) => (n + 1) / 20)];

interface AsymmetricVectors {
  queries: EmbeddingMatrix;
  galleryQueries: EmbeddingMatrix;
  gallery: EmbeddingMatrix;
}

/**
 * Measures the query model at a few steps of its training.
 * @param often looks about twenty times
 */
export function trajectoryRecorder(
  vectors: () => Promise<AsymmetricVectors>,
  dataset: Dataset,
  split: RetrievalSplit,
  {
    onPoint,
    often = false,
  }: { onPoint?: ((point: TrajectoryPoint) => void) | undefined; often?: boolean } = {},
) {
  const points: TrajectoryPoint[] = [];
  const looks = often ? closeShares : shares;
  return {
    points,
    /**
     * @param check looks at the query embeddings first, at the steps at which the model is measured.
     * @returns what it says, and whether to go on.
     */
    async record(
      { step, steps }: TrainingStep,
      check: (queries: EmbeddingMatrix) => Promise<boolean>,
    ): Promise<boolean> {
      if (!looks.some((share) => Math.max(1, Math.round(share * steps)) === step)) return true;
      const seen = await vectors();
      const goesOn = await check(seen.queries);
      const point = { step, ...(await look(seen, dataset, split)) };
      points.push(point);
      onPoint?.(point);
      return goesOn;
    },
  };
}

async function look(
  { queries, galleryQueries, gallery }: AsymmetricVectors,
  dataset: Dataset,
  split: RetrievalSplit,
): Promise<Omit<TrajectoryPoint, 'step'>> {
  const { queryLabels, galleryLabels, selfInGallery } = knownLabels(dataset, split);
  const self = selfInGallery && { selfInGallery };
  const bootstrap = { resamples: 1 };
  const retrieval =
    queryLabels && galleryLabels
      ? await evaluateRetrieval({ queries, gallery, queryLabels, galleryLabels, ...self, bootstrap })
      : undefined;
  const depths = [10, 100].map((depth) => Math.max(2, Math.min(depth, gallery.rows - 1)));
  const { orderConsistency } = consistencyCurve({
    galleryScores: await similarityMatrix(galleryQueries, gallery),
    queryScores: await similarityMatrix(queries, gallery),
    depths,
    ...self,
    bootstrap,
  });
  const [at10, at100] = orderConsistency.at.map((measure) => round(100 * measure.estimate.mean, 3));
  return {
    mapAsymmetric: round(100 * (retrieval?.averagePrecision.estimate.mean ?? NaN), 3),
    orderConsistency10: at10!,
    // One depth in a short gallery.
    orderConsistency100: at100 ?? at10!,
  };
}
