import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { toCsv } from '../../report/tables/csv.js';
import type { NamedDrawing } from '../../study/figures/figures.js';
import { bitsCurve } from '../../study/scale/bitsCurve.js';
import { growthLines } from '../../study/scale/growthLines.js';
import { planNumbers } from '../../study/scale/planNumbers.js';
import { readDistractors, readScale, scaleFolder } from '../../study/scale/scaleResults.js';
import { comparedSize, scaleSections } from '../../study/scale/scaleSections.js';
import { growthRows, qualityRows } from '../../study/scale/scaleTable.js';

/** What the page of scale says of the results. */
export const scalePageSections = (): Record<string, string> => scaleSections(readScale(), readDistractors());

/** The figures of scale; its tables and what a plan takes from them are written. None before anything was measured. */
export async function scaleDrawings(): Promise<NamedDrawing[]> {
  const results = readScale();
  if (results.length === 0) return [];
  const tables = { growth: growthRows(results), quality: qualityRows(results) };
  for (const [name, rows] of Object.entries(tables))
    await atomicWrite(join(scaleFolder(), `${name}.csv`), toCsv(rows));
  const plan = workspacePath('src', 'scale', 'plan', 'measured.ts');
  if (existsSync(plan)) await atomicWrite(plan, planNumbers(results));
  return [
    { name: 'growth', draw: () => growthLines(results) },
    { name: 'bytes', draw: () => bitsCurve(results, comparedSize) },
  ];
}
