import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { memo } from '../../base/memo.js';
import { findSplit } from '../../datasets/findSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import { labelsOf } from '../../datasets/splitLabels.js';
import type { Dataset } from '../../datasets/types.js';
import type { Run } from '../../experiments/runOptions.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { toCsv } from '../../report/tables/csv.js';
import type { Figure } from '../../report/plots/figure.js';
import type { NamedDrawing } from '../../study/figures/figures.js';
import { settings } from '../../study/plan/settings.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { rankerDatasets, type RankerDataset } from '../../study/rankers/chosen.js';
import { gainCurve } from '../../study/rankers/gainCurve.js';
import { gainTableRows, rival, systemGains, type SystemGain } from '../../study/rankers/gains.js';
import { ideaGains, ideaSection, type IdeaGain } from '../../study/rankers/ideaGains.js';
import { listWorths, worthCurve, worthSection, type ListWorth } from '../../study/rankers/listWorth.js';
import { mendedLists } from '../../study/rankers/mendedLists.js';
import { fusedSection } from '../../study/rankers/fusedGalleries.js';
import { anchoredSplits, fusedSystems } from '../../study/rankers/plan.js';
import {
  anchorFinding,
  anchorSection,
  comparedRuns,
  rankerFinding,
  rankerSection,
  systemRuns,
} from '../../study/rankers/section.js';
import type { RankerSystemId } from '../../study/rankers/systems.js';
import { readResults } from '../../study/runs/resultsFolder.js';

/** Folder of everything of the study of rankers, below `figures`. */
export const rankerFolder = (): string => profileFolder('rankers');

/** What is known of the study on one data set. */
interface DatasetStudy {
  dataset: Dataset;
  /** All runs on it. */
  runs: Run[];
  gains: SystemGain[];
  ideas: IdeaGain[];
  worths: ListWorth[];
  /** mAP of the best-set distillation with the main query model, per cent. */
  rivalMap: number | undefined;
}

const mainQueryModel = 'head r=64';

/** Reads the kept runs and draws the intervals, once for pages and figures. */
const studyOf = memo(
  (name: RankerDataset) => name,
  async (name): Promise<DatasetStudy> => {
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

/** What pages say of the study, by the names of their sections. */
export async function rankerSections(): Promise<Record<string, string>> {
  const sections: Record<string, string> = {};
  const ideas: IdeaGain[] = [];
  for (const name of rankerDatasets) {
    const study = await studyOf(name);
    sections[`rankers-${name}`] = rankerSection(study.gains);
    sections[`rankers-${name}-anchors`] = anchorSection(study.runs, study.dataset, anchoredSplits[name]);
    sections[`rankers-${name}-short`] = [
      rankerFinding(study.gains, mainQueryModel),
      anchorFinding(study.runs, study.dataset, anchoredSplits[name]),
    ].join('\n');
    sections[`rankers-${name}-galleries`] = fusedSection(
      systemRuns(study.runs, settings[name].split).filter(
        ({ record }) => record.queryModel === mainQueryModel,
      ),
      fusedSystems,
    );
    sections[`rankers-${name}-lists`] = worthSection(study.worths);
    ideas.push(...study.ideas);
  }
  return { ...sections, 'rankers-ideas': ideaSection(ideas) };
}

/** The figures of the study whose runs are there, and its tables, which are written. */
export async function rankerDrawings(): Promise<NamedDrawing[]> {
  const drawings: NamedDrawing[] = [];
  for (const name of rankerDatasets) {
    const { gains, worths, rivalMap } = await studyOf(name);
    if (gains.length > 0) {
      await atomicWrite(join(rankerFolder(), `gains-${name}.csv`), toCsv(gainTableRows(gains)));
      drawings.push({ name: `gains-${name}`, draw: () => gainCurve(gains) });
    }
    const grid = await gridOf(name);
    if (grid) drawings.push({ name: `mended-${name}`, draw: () => grid });
    if (worths.length > 0) {
      await atomicWrite(join(rankerFolder(), `lists-${name}.csv`), toCsv(worths.map((worth) => ({ ...worth }))));
      drawings.push({ name: `lists-${name}`, draw: () => worthCurve(worths, { rival: rivalMap }) });
    }
  }
  return drawings;
}

/** What re-ranking mends, seen, with the first seeds of two systems. */
async function gridOf(name: RankerDataset): Promise<Figure | undefined> {
  const { runs, dataset } = await studyOf(name);
  const first = (system: RankerSystemId): Run | undefined =>
    comparedRuns(runs, settings[name].split).find(
      ({ record }) =>
        record.loss === system && record.queryModel === mainQueryModel && record.seed === 0,
    );
  const [theirs, ours] = [first(rival), first('listwiseRankerDistillation')];
  return theirs && ours && mendedLists(dataset, theirs, ours);
}
