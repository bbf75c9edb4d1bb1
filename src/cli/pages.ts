import type { Run } from '../experiments/runOptions.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { feedingSections } from '../bench/feedingReport.js';
import { fillFile } from '../study/pages/pages.js';
import { rankerSections } from './figures/rankerStudy.js';
import { scalePageSections } from './figures/scaleDrawings.js';
import { pageSections } from '../study/pages/sections.js';

/** Pages that show results of the full profile between marks. */
const pages = ['README.md', 'REPRODUCING.md', 'SCALE.md', 'GPU.md'];

/** Brings the pages in line with the results. @returns the names of those that changed. */
export async function writePages(runs: readonly Run[]): Promise<string[]> {
  const sections = {
    ...pageSections(runs),
    ...(await rankerSections()),
    ...scalePageSections(),
    ...feedingSections(),
  };
  const changed: string[] = [];
  for (const page of pages) if (await fillFile(workspacePath(page), sections)) changed.push(page);
  return changed;
}
