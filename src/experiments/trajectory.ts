import { splitLabels } from '../datasets/splitLabels.js';
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

interface AsymmetricVectors {
  queries: EmbeddingMatrix;
  galleryQueries: EmbeddingMatrix;
  gallery: EmbeddingMatrix;
}

/** Measures the query model at a few steps of its training. */
export function trajectoryRecorder(
  vectors: () => Promise<AsymmetricVectors>,
  dataset: Dataset,
  split: RetrievalSplit,
  onPoint?: (point: TrajectoryPoint) => void,
) {
  const points: TrajectoryPoint[] = [];
  return {
    points,
    async record({ step, steps }: TrainingStep): Promise<void> {
      if (!shares.some((share) => Math.max(1, Math.round(share * steps)) === step)) return;
      const point = { step, ...(await look(await vectors(), dataset, split)) };
      points.push(point);
      onPoint?.(point);
    },
  };
}

async function look(
  { queries, galleryQueries, gallery }: AsymmetricVectors,
  dataset: Dataset,
  split: RetrievalSplit,
): Promise<Omit<TrajectoryPoint, 'step'>> {
  const labels = splitLabels(dataset, split);
  const { selfInGallery } = labels;
  const bootstrap = { resamples: 1 };
  const { averagePrecision } = await evaluateRetrieval({
    queries,
    gallery,
    ...labels,
    bootstrap,
  });
  const { orderConsistency } = consistencyCurve({
    galleryScores: await similarityMatrix(galleryQueries, gallery),
    queryScores: await similarityMatrix(queries, gallery),
    depths: [10, Math.min(100, gallery.rows - 1)],
    ...(selfInGallery && { selfInGallery }),
    bootstrap,
  });
  const [at10, at100] = orderConsistency.at.map((measure) => round(100 * measure.estimate.mean, 3));
  return {
    mapAsymmetric: round(100 * averagePrecision.estimate.mean, 3),
    orderConsistency10: at10!,
    orderConsistency100: at100!,
  };
}
