import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { toCsv } from '../../report/tables/csv.js';
import type { NamedDrawing } from '../../study/figures/figures.js';
import { bitsCurve } from '../../study/scale/bitsCurve.js';
import { growthLines } from '../../study/scale/growthLines.js';
import { readListResults } from '../../study/scale/listResults.js';
import { listSection } from '../../study/scale/listTable.js';
import { readDistractors, readScale, scaleFolder } from '../../study/scale/scaleResults.js';
import { comparedSize, scaleSections } from '../../study/scale/scaleSections.js';
import { growthRows, qualityRows } from '../../study/scale/scaleTable.js';

/** What the page of scale says of the results. */
export const scalePageSections = (): Record<string, string> => ({
  ...scaleSections(readScale(), readDistractors()),
  'scale-lists': listSection(readListResults()),
});

/** The figures of scale, and its tables, which are written; none before anything was measured. */
export async function scaleDrawings(): Promise<NamedDrawing[]> {
  const results = readScale();
  if (results.length === 0) return [];
  const tables = { growth: growthRows(results), quality: qualityRows(results) };
  for (const [name, rows] of Object.entries(tables))
    await atomicWrite(join(scaleFolder(), `${name}.csv`), toCsv(rows));
  return [
    { name: 'growth', draw: () => growthLines(results) },
    { name: 'bytes', draw: () => bitsCurve(results, comparedSize) },
  ];
}
