import { knownLabels } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { queryMeasures } from '../retrieval/metrics/measures.js';
import { orderTable, topRanking, type TopRanking } from '../retrieval/metrics/orderAtDepths.js';
import { retrievalCollector } from '../retrieval/metrics/retrievalMetrics.js';
import { forEachQuery } from '../retrieval/ranking/forEachQuery.js';
import { rankPositivesInScores } from '../retrieval/ranking/rankPositives.js';
import { relevanceByLabel } from '../retrieval/ranking/relevance.js';
import type { CheckpointPart } from '../training/trainingCheckpoint.js';
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
  let observer: ReturnType<typeof courseObserver> | undefined;
  return {
    points,
    part: pointsPart(points),
    /**
     * @param check looks at the query embeddings first, at the steps at which the model is measured.
     * @returns what it says, and whether to go on.
     */
    async record(
      { step, steps }: TrainingStep,
      check: (queries: EmbeddingMatrix) => Promise<boolean>,
    ): Promise<boolean> {
      if (!looks.some((share) => Math.max(1, Math.round(share * steps)) === step)) return true;
      const { queries, galleryQueries, gallery } = await vectors();
      const goesOn = await check(queries);
      observer ??= courseObserver(galleryQueries, gallery, dataset, split);
      const point = { step, ...(await (await observer)(queries)) };
      points.push(point);
      onPoint?.(point);
      return goesOn;
    },
  };
}

/** JSON has no word for a measure that is not known. */
function pointsPart(points: TrajectoryPoint[]): CheckpointPart {
  return {
    save: () => ({ tensors: [], values: [...points] }),
    load({ values }) {
      const known = (values as Record<keyof TrajectoryPoint, number | null>[]).map(
        ({ step, mapAsymmetric, orderConsistency10, orderConsistency100 }) => ({
          step: step!,
          mapAsymmetric: mapAsymmetric ?? NaN,
          orderConsistency10: orderConsistency10 ?? NaN,
          orderConsistency100: orderConsistency100 ?? NaN,
        }),
      );
      points.splice(0, points.length, ...known);
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
  const { queryLabels, galleryLabels, selfInGallery } = knownLabels(dataset, split);
  const self = selfInGallery && { selfInGallery };
  const bootstrap = { resamples: 1 };
  const deepest = Math.max(2, gallery.rows - 1);
  const depths = [10, 100].map((depth) => Math.min(depth, deepest));
  const relevance = queryLabels && galleryLabels && relevanceByLabel({ queryLabels, galleryLabels, ...self });
  const tops: TopRanking[] = [];
  await forEachQuery({ galleryModel: { queries: galleryQueries, gallery } }, (query, { galleryModel }) =>
    tops.push(topRanking(galleryModel, depths[1]!, selfInGallery?.[query])),
  );
  return async (queries) => {
    const retrieval = relevance && retrievalCollector(queries.rows);
    const order = orderTable(queries.rows, depths);
    await forEachQuery({ queryModel: { queries, gallery } }, (query, { queryModel }) => {
      order.add(query, tops[query]!, queryModel);
      if (!relevance) return;
      const { positives, ignored } = relevance(query);
      retrieval!.add(query, rankPositivesInScores(queryModel, positives, ignored));
    });
    const precision = retrieval?.summarise(bootstrap).averagePrecision.estimate.mean;
    const consistency = queryMeasures(order.columns, bootstrap);
    const [at10, at100] = consistency.map(({ estimate }) => round(100 * estimate.mean, 3));
    return {
      mapAsymmetric: round(100 * (precision ?? NaN), 3),
      orderConsistency10: at10!,
      orderConsistency100: at100!,
    };
  };
}
