import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { openDataset } from '../../datasets/openDataset.js';
import { toCsv } from '../../report/tables/csv.js';
import { settings } from '../../study/plan/settings.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { rankerDatasets } from '../../study/rankers/chosen.js';
import { gainCurve } from '../../study/rankers/gainCurve.js';
import { gainTableRows, systemGains, type SystemGain } from '../../study/rankers/gains.js';
import { anchoredSplits } from '../../study/rankers/plan.js';
import { anchorFinding, anchorSection, comparedRuns, rankerFinding, rankerSection } from '../../study/rankers/section.js';
import { readResults } from '../../study/runs/resultsFolder.js';
import type { NamedDrawing } from '../../study/figures/figures.js';

/** Folder of everything of the study of rankers, below `figures`. */
export const rankerFolder = (): string => profileFolder('rankers');

/** What pages say of the study, by the names of their sections. */
export async function rankerSections(): Promise<Record<string, string>> {
  const sections: Record<string, string> = {};
  for (const name of rankerDatasets) {
    const all = readResults(rankerFolder());
    const runs = comparedRuns(all, settings[name].split);
    const dataset = await openDataset(name);
    sections[`rankers-${name}`] = rankerSection(runs, dataset);
    sections[`rankers-${name}-anchors`] = anchorSection(all, dataset, anchoredSplits[name]);
    sections[`rankers-${name}-short`] = [
      rankerFinding(runs, dataset, 'head r=64'),
      anchorFinding(all, dataset, anchoredSplits[name]),
    ].join('\n');
  }
  return sections;
}

/** The figures of the study whose runs are there, and its tables, which are written. */
export async function rankerDrawings(): Promise<NamedDrawing[]> {
  const drawings: NamedDrawing[] = [];
  for (const name of rankerDatasets) {
    const gains = await gainsOn(name);
    if (gains.length === 0) continue;
    await atomicWrite(join(rankerFolder(), `gains-${name}.csv`), toCsv(gainTableRows(gains)));
    drawings.push({ name: `gains-${name}`, draw: () => gainCurve(gains) });
  }
  return drawings;
}

async function gainsOn(name: (typeof rankerDatasets)[number]): Promise<SystemGain[]> {
  const runs = comparedRuns(readResults(rankerFolder()), settings[name].split);
  return runs.length === 0 ? [] : systemGains(runs, await openDataset(name));
}
