import { join } from 'node:path';
import type { Run } from '../../experiments/runOptions.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { writeListed } from '../../base/files/listedFiles.js';
import { canRender, closeRenderer } from '../../report/plots/renderer.js';
import { exportFigure } from '../../report/plots/exportFigure.js';
import { titleText } from '../../report/plots/figureWords.js';
import type { RunNote } from '../../study/figures/drawing.js';
import { namedDrawings, type NamedDrawing } from '../../study/figures/figures.js';
import { allTables } from '../../study/pages/tables.js';
import { tuningLog } from '../../study/plan/tuning.js';
import { tuningFile } from '../../study/runs/tuningResults.js';
import { toCsv } from '../../report/tables/csv.js';
import { speedFolder, speedPrefix } from './speedDrawings.js';

interface WrittenFigures {
  /** Leave those that have not changed since they were drawn. */
  reuse?: boolean;
  /** Says in each figure where its runs come from. */
  note?: RunNote;
}

/** Writes every figure that the runs allow as PNG, SVG and plotly JSON. @returns the names of the figures. */
export async function writeFigures(
  folder: string,
  runs: Run[],
  { reuse = false, note }: WrittenFigures = {},
): Promise<string[]> {
  if (canRender()) return writeDrawings(folder, namedDrawings(runs, note), reuse);
  console.warn('Figures are not drawn: the renderer is missing. Cure: npm run setup');
  return [];
}

/** Writes figures whose runs are there, those of speed into their own folder, and says what each of them says. */
export async function writeDrawings(
  folder: string,
  drawings: readonly NamedDrawing[],
  reuse = false,
): Promise<string[]> {
  const written: string[] = [];
  try {
    for (const { name, draw } of drawings) {
      const figure = draw();
      if (!figure) continue;
      const isSpeed = name.startsWith(speedPrefix);
      const place = isSpeed
        ? { folder: speedFolder(), name: name.slice(speedPrefix.length) }
        : { folder, name };
      await exportFigure(figure, { ...place, reuse });
      console.log(`  ${name}: ${titleText(figure)}`);
      written.push(name);
    }
  } finally {
    await closeRenderer();
  }
  return written;
}

/** Writes the tables as CSV, and the search log. @returns their file names. */
export async function writeTables(folder: string, runs: Run[]): Promise<string[]> {
  const tuning = tuningLog(runs.filter(({ record }) => record.split === 'validation'));
  if (tuning.length > 0)
    await writeListed(folder, new Map([[tuningFile, `${JSON.stringify(tuning, null, 1)}\n`]]));
  const tables = Object.entries(allTables(runs));
  for (const [name, rows] of tables) await atomicWrite(join(folder, `${name}.csv`), toCsv(rows));
  return tables.map(([name]) => `${name}.csv`);
}
