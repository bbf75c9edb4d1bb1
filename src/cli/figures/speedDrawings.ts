import { dirname, join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { benchHistory } from '../../bench/figures/benchHistory.js';
import { benchRatios } from '../../bench/figures/benchRatios.js';
import { growthCurve } from '../../bench/figures/growthCurve.js';
import { readGrowth } from '../../bench/growthReport.js';
import { historyFile, latestResults, readHistory } from '../../bench/history.js';
import { benchRows } from '../../bench/table.js';
import { toCsv } from '../../report/tables/csv.js';
import type { NamedDrawing } from '../../study/figures/figures.js';

/** Folder of everything that is drawn of speed, below `figures`, and the start of the names of its figures. */
export const speedFolder = (): string => dirname(historyFile());
export const speedPrefix = 'bench/';

/** The figures of what `npm run bench` has measured and of its history; none before it ran. */
export async function speedDrawings(): Promise<NamedDrawing[]> {
  const history = await readHistory();
  if (history.length === 0) return [];
  const growth = (await readGrowth())?.series ?? [];
  return [
    { name: `${speedPrefix}ratios`, draw: () => benchRatios(latestResults(history)) },
    { name: `${speedPrefix}history`, draw: () => benchHistory(history) },
    ...growth.map((series) => ({
      name: `${speedPrefix}growth-${series.name}`,
      draw: () => growthCurve(series),
    })),
  ];
}

/** Writes the same numbers as CSV. @returns the names of the files. */
export async function writeSpeedTables(): Promise<string[]> {
  const history = await readHistory();
  if (history.length === 0) return [];
  const growth = (await readGrowth())?.series ?? [];
  const tables = {
    'ratios.csv': benchRows(latestResults(history)),
    'growth.csv': growth.flatMap(({ name, size, points }) =>
      points.map((point) => ({ name, size, ...point })),
    ),
  };
  for (const [name, rows] of Object.entries(tables)) {
    await atomicWrite(join(speedFolder(), name), toCsv(rows));
  }
  return Object.keys(tables);
}
