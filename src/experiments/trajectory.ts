import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import type { EmbeddingMatrix } from '../embeddings/index.js';
import { measureAsymmetric } from '../metrics/index.js';
import type { TrainingStep } from '../training/trainQueryModel.js';
import { round, selfRows } from './evaluateRun.js';
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
) {
  const points: TrajectoryPoint[] = [];
  return {
    points,
    async record({ step, steps }: TrainingStep): Promise<void> {
      if (!shares.some((share) => Math.max(1, Math.round(share * steps)) === step)) return;
      points.push({ step, ...(await look(await vectors(), dataset, split)) });
    },
  };
}
