import { knownLabels } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { queryMeasures } from '../retrieval/metrics/measures.js';
import { galleryRankings, orderConsistencies } from '../retrieval/metrics/orderAtDepths.js';
import { retrievalMetrics } from '../retrieval/metrics/retrievalMetrics.js';
import { scoresOf, similarityMatrix } from '../retrieval/ranking/rankAll.js';
import { rankPositivesInScores } from '../retrieval/ranking/rankPositives.js';
import { relevanceFromLabels } from '../retrieval/ranking/relevance.js';
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
  let look: ReturnType<typeof courseObserver> | undefined;
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
      look ??= courseObserver(seen, dataset, split);
      const point = { step, ...(await (await look)(seen.queries)) };
      points.push(point);
      onPoint?.(point);
      return goesOn;
    },
  };
}

/** Looks at the query model's vectors of the queries; what the gallery model says of them is found once. */
async function courseObserver(
  { galleryQueries, gallery }: AsymmetricVectors,
  dataset: Dataset,
  split: RetrievalSplit,
): Promise<(queries: EmbeddingMatrix) => Promise<Omit<TrajectoryPoint, 'step'>>> {
  const { queryLabels, galleryLabels, selfInGallery } = knownLabels(dataset, split);
  const bootstrap = { resamples: 1 };
  const relevance =
    queryLabels && galleryLabels
      ? relevanceFromLabels({ queryLabels, galleryLabels, ...(selfInGallery && { selfInGallery }) })
      : undefined;
  const depths = [10, 100].map((depth) => Math.max(2, Math.min(depth, gallery.rows - 1)));
  const galleryScores = await similarityMatrix(galleryQueries, gallery);
  const rankings = galleryRankings(galleryScores, depths[1]!, selfInGallery);
  return async (queries) => {
    const scores = await similarityMatrix(queries, gallery);
    const positions = relevance?.positives.map((positives, query) =>
      rankPositivesInScores(scoresOf(scores, query), positives, relevance.ignored[query]!),
    );
    const precision = positions && retrievalMetrics(positions, { bootstrap }).averagePrecision;
    const consistency = queryMeasures(orderConsistencies(rankings, scores, depths), bootstrap);
    const [at10, at100] = consistency.map(({ estimate }) => round(100 * estimate.mean, 3));
    return {
      mapAsymmetric: round(100 * (precision?.estimate.mean ?? NaN), 3),
      orderConsistency10: at10!,
      orderConsistency100: at100!,
    };
  };
}
