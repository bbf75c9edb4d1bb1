import { noLabel } from '../datasets/createDataset.js';
import { labelsOf } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { listQuality } from '../rankers/listQuality.js';
import type { RankedLists } from '../rankers/types.js';
import { round } from './evaluateRun.js';
import type { RankedListQuality } from './runManifest.js';

/**
 * How good the lists are that a run was trained on, by the labels of the training pictures, which it did not see.
 * @param rankings by `rankerKey`
 * @returns nothing where no two of the pictures share a label
 */
export function listQualities(
  dataset: Dataset,
  { fit }: RetrievalSplit,
  rankings: ReadonlyMap<string, RankedLists>,
): RankedListQuality[] {
  const labels = labelsOf(dataset, fit);
  const known = labels.filter((label) => label !== noLabel);
  if (new Set(known).size === known.length) return [];
  return Array.from(rankings, ([ranker, lists]) => {
    const { meanAveragePrecision, precisionAt10 } = listQuality(lists, labels);
    return {
      ranker,
      places: lists.length,
      meanAveragePrecision: round(100 * meanAveragePrecision, 3),
      precisionAt10: round(100 * precisionAt10, 3),
    };
  });
}
