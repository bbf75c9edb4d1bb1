import type { ProblemList } from '../base/problems/problem.js';
import { labelsOf } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { RetrievalError } from '../errors.js';
import { checkPlaces } from '../rankers/checkVectors.js';
import { readLists } from '../rankers/listFile/readLists.js';
import { checkShared } from '../rankers/listQuality.js';
import { comparedBy, readsLabels, type RankerConfig } from '../rankers/rankerConfig.js';
import { checkVectors } from './checkData.js';

/**
 * What would stop rankers once the gallery is embedded: labels that nobody shares, more neighbours than pictures, and files
 * of lists or vectors that are not of these pictures.
 */
export async function checkRankers(
  rankers: readonly RankerConfig[],
  dataset: Dataset,
  split: RetrievalSplit,
  problems: ProblemList,
): Promise<void> {
  const ids = Array.from(split.fit, (record) => dataset.records[record]!.id);
  const check = async (work: () => unknown, ranker: RankerConfig) => {
    try {
      await work();
    } catch (error) {
      const { where = '' } = error instanceof RetrievalError ? error.details : {};
      problems.caught(error, `ranker ${ranker.kind}: ${where}`);
    }
  };
  for (const ranker of rankers.flatMap(parts)) {
    if (readsLabels(ranker)) await check(() => checkShared(labelsOf(dataset, split.fit)), ranker);
    await check(() => checkNeighbours(ranker, ids.length), ranker);
    if (ranker.kind === 'file') await check(() => readLists(ranker.file, ids), ranker);
    for (const gallery of comparedBy(ranker)) {
      if (gallery.name === 'vectors') await checkVectors({ gallery }, dataset, problems);
    }
  }
}

/** The rankers that a ranker is made of, or itself. */
function parts(ranker: RankerConfig): RankerConfig[] {
  return ranker.kind === 'fusion' ? ranker.of.flatMap(parts) : [ranker];
}

/** A picture is no neighbour of itself, but one of the neighbourhoods that are averaged. */
function checkNeighbours(ranker: RankerConfig, pictures: number): void {
  if ('neighbours' in ranker) checkPlaces(ranker.neighbours, pictures - 1, 'neighbours');
  if (ranker.kind !== 'reciprocal') return;
  checkPlaces(ranker.k1, pictures - 1, 'k1');
  checkPlaces(ranker.k2, pictures, 'k2');
}
