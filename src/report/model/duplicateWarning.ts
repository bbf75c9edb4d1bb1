import { findSplit } from '../../datasets/findSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import { duplicatesBetweenSides } from '../../experiments/duplicates.js';
import { prepareGallery } from '../../experiments/prepareGallery.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import { describeDuplicates, examples } from './describeReport.js';

/**
 * Warns of searched photos that also trained or stand in the gallery a second time, which make the numbers of a run too good.
 * After a run nothing is embedded again. Drawings are not looked at: those of different vendors are alike on purpose.
 *
 * @returns one sentence, or none where there are no duplicates.
 */
export async function duplicateWarning(config: RunConfig): Promise<string[]> {
  const dataset = await openDataset(config.dataset, undefined, config);
  if (dataset.pictureKind === 'drawing') return [];
  const split = findSplit(dataset, config.split);
  const pairs = await duplicatesBetweenSides(
    dataset,
    split,
    await prepareGallery(dataset, split, config, undefined, undefined),
  );
  if (pairs.length === 0) return [];
  const shown = examples(pairs, (record) => dataset.records[record]!.id);
  return [
    `Warning: ${describeDuplicates(pairs)}, which makes these numbers too good: ${shown}. \`asym report\` shows them; remove one of each, or give both the same label.`,
  ];
}
