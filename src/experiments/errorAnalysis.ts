import { knownLabels } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { microAveragePrecision } from '../retrieval/metrics/microAveragePrecision.js';
import { sharedError } from '../retrieval/metrics/sharedError.js';
import { exactSearch } from '../retrieval/ranking/exactSearch.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { ErrorAnalysis } from './runManifest.js';
import { round, type EvaluationVectors } from './evaluateRun.js';

/** Results of each query that one threshold is laid through. */
const pooledResults = 100;

/** Looks at the errors of a query model on a split with labels; nothing without labels. */
export async function errorAnalysis(
  dataset: Dataset,
  { split, queries, galleryQueries, gallery }: Omit<EvaluationVectors, 'queryGallery'>,
): Promise<ErrorAnalysis | undefined> {
  const { queryLabels, galleryLabels, selfInGallery } = knownLabels(dataset, split);
  if (!queryLabels || !galleryLabels) return undefined;
  const labels = { queryLabels, galleryLabels, selfInGallery };
  const known = (value: number): number | null => (Number.isNaN(value) ? null : round(value, 4));
  const { within, between } = sharedError(queries, galleryQueries, queryLabels);
  return {
    microAp: {
      queryModel: round(100 * (await microApOf(queries, gallery, labels)), 3),
      galleryModel: round(100 * (await microApOf(galleryQueries, gallery, labels)), 3),
    },
    sharedError: { within: known(within), between: known(between) },
  };
}

async function microApOf(
  queries: EmbeddingMatrix,
  gallery: EmbeddingMatrix,
  labels: Required<Pick<ReturnType<typeof knownLabels>, 'queryLabels' | 'galleryLabels'>> & {
    selfInGallery?: RetrievalSplit['queries'] | undefined;
  },
): Promise<number> {
  const { queryLabels, galleryLabels, selfInGallery } = labels;
  const self = selfInGallery && { selfInGallery };
  const { k, rows, scores } = await exactSearch({ queries, gallery, k: pooledResults, ...self });
  const found = Array.from(rows.keys()).filter((i) => rows[i]! >= 0);
  const counts = new Map<number, number>();
  for (const label of galleryLabels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const positives = queryLabels.reduce((sum, label, query) => {
    const isThere = (selfInGallery?.[query] ?? -1) >= 0;
    return sum + (counts.get(label) ?? 0) - (isThere ? 1 : 0);
  }, 0);
  return microAveragePrecision({
    scores: Float32Array.from(found, (i) => scores[i]!),
    right: Uint8Array.from(found, (i) => Number(galleryLabels[rows[i]!] === queryLabels[Math.floor(i / k)])),
    positives,
  });
}
