import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { queryMeasures } from '../retrieval/metrics/measures.js';
import { galleryRankings, orderConsistencies } from '../retrieval/metrics/orderAtDepths.js';
import { retrievalMetrics } from '../retrieval/metrics/retrievalMetrics.js';
import { scoresOf, similarityMatrix } from '../retrieval/ranking/rankAll.js';
import { rankPositivesInScores } from '../retrieval/ranking/rankPositives.js';
import { relevanceFromLabels } from '../retrieval/ranking/relevance.js';
import type { TrainingStep } from '../training/trainQueryModel.js';
import { labelsOf, round, selfRows } from './evaluateRun.js';
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
  let observer: ReturnType<typeof courseObserver> | undefined;
  return {
    points,
    async record({ step, steps }: TrainingStep): Promise<void> {
      if (!shares.some((share) => Math.max(1, Math.round(share * steps)) === step)) return;
      const { queries, galleryQueries, gallery } = await vectors();
      observer ??= courseObserver(galleryQueries, gallery, dataset, split);
      const point = { step, ...(await (await observer)(queries)) };
      points.push(point);
      onPoint?.(point);
    },
  };
}

/** Looks at the query model's vectors of the queries; what the gallery model says of them is found once. */
async function courseObserver(
  galleryQueries: EmbeddingMatrix,
  gallery: EmbeddingMatrix,
  dataset: Dataset,
  split: RetrievalSplit,
): Promise<(queries: EmbeddingMatrix) => Promise<Omit<TrajectoryPoint, 'step'>>> {
  const selfInGallery = split.excludeSelf ? selfRows(split) : undefined;
  const bootstrap = { resamples: 1 };
  const depths = [10, Math.min(100, gallery.rows - 1)];
  const { positives, ignored } = relevanceFromLabels({
    queryLabels: labelsOf(dataset, split.queries),
    galleryLabels: labelsOf(dataset, split.gallery),
    ...(selfInGallery && { selfInGallery }),
  });
  const rankings = galleryRankings(
    await similarityMatrix(galleryQueries, gallery),
    depths[1]!,
    selfInGallery,
  );
  return async (queries) => {
    const scores = await similarityMatrix(queries, gallery);
    const positions = positives.map((rows, query) =>
      rankPositivesInScores(scoresOf(scores, query), rows, ignored[query]!),
    );
    const { averagePrecision } = retrievalMetrics(positions, { bootstrap });
    const consistency = queryMeasures(orderConsistencies(rankings, scores, depths), bootstrap);
    const [at10, at100] = consistency.map(({ estimate }) => round(100 * estimate.mean, 3));
    return {
      mapAsymmetric: round(100 * averagePrecision.estimate.mean, 3),
      orderConsistency10: at10!,
      orderConsistency100: at100!,
    };
  };
}
