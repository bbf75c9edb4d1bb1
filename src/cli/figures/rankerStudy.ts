import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { toCsv } from '../../report/tables/csv.js';
import type { NamedDrawing } from '../../study/figures/figures.js';
import { settings } from '../../study/plan/settings.js';
import { rankerDatasets } from '../../study/rankers/chosen.js';
import { fusedSection } from '../../study/rankers/fusedGalleries.js';
import { gainTableRows } from '../../study/rankers/gains.js';
import { ideaSection, type IdeaGain } from '../../study/rankers/ideaGains.js';
import { worthSection } from '../../study/rankers/listWorth.js';
import { anchoredSplits, fusedSystems } from '../../study/rankers/plan.js';
import {
  mainQueryModel,
  rankerFigures,
  rankerFolder,
  rankerStudy,
} from '../../study/rankers/rankerStudy.js';
import {
  anchorFinding,
  anchorGains,
  anchorSection,
  rankerFinding,
  rankerSection,
  systemRuns,
} from '../../study/rankers/section.js';

/** What pages say of the study, by the names of their sections. */
export async function rankerSections(): Promise<Record<string, string>> {
  const sections: Record<string, string> = {};
  const ideas: IdeaGain[] = [];
  for (const name of rankerDatasets) {
    const { dataset, runs, gains, worths, ...study } = await rankerStudy(name);
    const onMain = systemRuns(runs, settings[name].split).filter(
      ({ record }) => record.queryModel === mainQueryModel,
    );
    sections[`rankers-${name}`] = rankerSection(gains);
    const anchors = anchorGains(runs, dataset, anchoredSplits[name]);
    sections[`rankers-${name}-anchors`] = anchorSection(anchors);
    sections[`rankers-${name}-short`] = [
      rankerFinding(gains, mainQueryModel),
      anchorFinding(anchors),
    ].join('\n');
    sections[`rankers-${name}-lists`] = worthSection(worths);
    sections[`rankers-${name}-galleries`] = fusedSection(onMain, fusedSystems);
    ideas.push(...study.ideas);
  }
  return { ...sections, 'rankers-ideas': ideaSection(ideas) };
}

/** The figures of the study whose runs are there, and its tables, which are written. */
export async function rankerDrawings(): Promise<NamedDrawing[]> {
  const drawings: NamedDrawing[] = [];
  for (const name of rankerDatasets) {
    const { gains, worths } = await rankerStudy(name);
    const tables = { gains: gainTableRows(gains), lists: worths.map((worth) => ({ ...worth })) };
    for (const [table, rows] of Object.entries(tables)) {
      if (rows.length > 0) await atomicWrite(join(rankerFolder(), `${table}-${name}.csv`), toCsv(rows));
    }
    for (const [figure, drawn] of Object.entries(await rankerFigures(name))) {
      drawings.push({ name: `${figure}-${name}`, draw: () => drawn });
    }
  }
  return drawings;
}
