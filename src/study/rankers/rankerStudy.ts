import { memo } from '../../base/memo.js';
import { findSplit } from '../../datasets/findSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import { labelsOf } from '../../datasets/splitLabels.js';
import type { Dataset } from '../../datasets/types.js';
import type { Run } from '../../experiments/runOptions.js';
import type { Figure } from '../../report/plots/figure.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { settings } from '../plan/settings.js';
import { profileFolder } from '../plan/workspace.js';
import { readResults } from '../runs/resultsFolder.js';
import type { RankerDataset } from './chosen.js';
import { gainCurve } from './gainCurve.js';
import { rival, systemGains, type SystemGain } from './gains.js';
import { ideaGains, type IdeaGain } from './ideaGains.js';
import { listWorths, worthCurve, type ListWorth } from './listWorth.js';
import { mendedLists } from './mendedLists.js';
import { comparedRuns } from './section.js';
import type { RankerSystemId } from './systems.js';

/** Folder of everything of the study of rankers, below `figures`. */
export const rankerFolder = (): string => profileFolder('rankers');

/** The query model that most of the study trains. */
export const mainQueryModel = 'head r=64';

/** What the study of orders from other rankers found on one data set. */
export interface RankerStudy {
  dataset: Dataset;
  /** All runs on it. */
  runs: Run[];
  /** Of every system over the best-set distillation, with intervals over queries and over classes. */
  gains: SystemGain[];
  /** What ideas on top added, on the classes that choose. */
  ideas: IdeaGain[];
  /** What the query models reach that learnt the lists of each of many rankers. */
  worths: ListWorth[];
  /** mAP of the best-set distillation with the main query model, per cent. */
  rivalMap: number | undefined;
}

/**
 * Reads the kept runs of the study of rankers and draws their intervals.
 * @param name its data set
 * @throws RetrievalError for results that are damaged.
 */
export const rankerStudy = memo(
  (name: RankerDataset) => name,
  async (name): Promise<RankerStudy> => {
    const runs = readResults(rankerFolder()).filter(({ record }) => record.dataset === name);
    const dataset = await openDataset(name);
    const compared = comparedRuns(runs, settings[name].split);
    const choosing = runs.filter(({ record }) => record.split === 'validation');
    const rivals = compared.filter(
      ({ record }) => record.loss === rival && record.queryModel === mainQueryModel,
    );
    return {
      dataset,
      runs,
      gains: systemGains(compared, dataset),
      ideas: ideaGains(choosing, name, labelsOf(dataset, findSplit(dataset, 'validation').queries)),
      worths: listWorths(runs),
      rivalMap: rivals.length > 0 ? mean(rivals.map(({ record }) => record.mapAsymmetric)) : undefined,
    };
  },
);

/**
 * The figures of the study, where their runs are there: the gains, what lists are worth, and lists that were mended.
 * @param name its data set
 */
export async function rankerFigures(
  name: RankerDataset,
): Promise<Partial<Record<'gains' | 'lists' | 'mended', Figure>>> {
  const { dataset, runs, gains, worths, rivalMap } = await rankerStudy(name);
  const first = (system: RankerSystemId): Run | undefined =>
    comparedRuns(runs, settings[name].split).find(
      ({ record }) => record.loss === system && record.queryModel === mainQueryModel && record.seed === 0,
    );
  const [theirs, ours] = [first(rival), first('listwiseRankerDistillation')];
  const mended = theirs && ours && (await mendedLists(dataset, theirs, ours));
  return {
    ...(gains.length > 0 && { gains: gainCurve(gains) }),
    ...(worths.length > 0 && { lists: worthCurve(worths, { rival: rivalMap }) }),
    ...(mended && { mended }),
  };
}
