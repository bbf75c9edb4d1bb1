import { rankPositivesOf } from '../ranking/rankPositives.js';
import { planProtocol } from './planProtocol.js';
import type { ProtocolInput, ProtocolReport } from './types.js';

/**
 * Scores embeddings as the owners of a benchmark do: by inner product, exactly, ties to the lower gallery row, ignored
 * pictures removed, queries without positives left out and counted. The gallery may be of any size: it is read in blocks,
 * and queries that count nowhere are not searched.
 *
 * @throws RetrievalError for a ground truth of another kind, numbers of rows that do not fit it, distractors where the
 *   protocol has none, embeddings that cannot be compared, or no query with a positive.
 * @example
 * import { readGroundTruth } from 'asymmetric-retrieval/datasets';
 *
 * const report = await evaluateProtocol({
 *   protocol: 'in-shop',
 *   groundTruth: await readGroundTruth('in-shop', 'list_eval_partition.txt'),
 *   queries: embeddingMatrix(Float32Array.of(1, 0), 1, 2),
 *   gallery: embeddingMatrix(Float32Array.of(0.8, 0.6, 0, 1), 2, 2),
 * });
 * console.log(report.setups[0]!.measures[0]!.name); // mAP
 */
export async function evaluateProtocol(input: ProtocolInput): Promise<ProtocolReport> {
  const { queries, relevances, report } = planProtocol(input);
  return report(await rankPositivesOf(queries, input.gallery, relevances, input));
}
