import { dirname, join } from 'node:path';
import { readGrowth } from '../../bench/growthReport.js';
import { historyFile, latestResults, readHistory } from '../../bench/history.js';
import { benchItems } from '../../bench/items.js';
import { benchRows } from '../../bench/table.js';
import type { Run } from '../../experiments/runOptions.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { benchHistory } from '../../bench/figures/benchHistory.js';
import { benchRatios } from '../../bench/figures/benchRatios.js';
import { canRender, closeRenderer } from '../../report/plots/renderer.js';
import { exportFigure } from '../../report/plots/exportFigure.js';
import { growthCurve } from '../../bench/figures/growthCurve.js';
import type { Figure } from '../../report/plots/figure.js';
import type { RunNote } from '../../study/figures/drawing.js';
import { allFigures } from '../../study/figures/figures.js';
import { allTables } from '../../study/pages/tables.js';
import { tuningLog } from '../../study/plan/tuning.js';
import { toCsv } from '../../report/tables/csv.js';

interface WrittenFigures {
  /** Leave those that have not changed since they were drawn. */
  reuse?: boolean;
  /** Says in each figure where its runs come from. */
  note?: RunNote;
}

/** Writes every figure as PNG, SVG and plotly JSON. @returns the names of the figures. */
export async function writeFigures(
  folder: string,
  runs: Run[],
  { reuse = false, note }: WrittenFigures = {},
): Promise<string[]> {
  if (!canRender()) {
    console.warn('Figures are not drawn: the renderer is missing. Cure: npm run setup');
    return [];
  }
  const figures = allFigures(runs, note);
  try {
    for (const { name, figure } of figures) {
      await exportFigure(figure, { folder, name, reuse });
      console.log(`  ${name}: ${title(figure.layout.title)}`);
    }
  } finally {
    await closeRenderer();
  }
  return figures.map(({ name }) => name);
}

/** Draws what `npm run bench` has measured, beside its history. @returns the names of the files. */
export async function writeSpeedFigures(): Promise<string[]> {
  const history = await readHistory();
  if (history.length === 0 || !canRender()) return [];
  const folder = dirname(historyFile());
  const items = new Set(benchItems({ galleryRows: 1 }).map(({ name }) => name));
  // What is measured no more stays in the history only.
  const latest = latestResults(history).filter(({ item }) => items.has(item));
  const growth = (await readGrowth())?.series ?? [];
  const figures: [name: string, figure: Figure][] = [
    ['ratios', benchRatios(latest)],
    ['history', benchHistory(history)],
    ...growth.map((series): [string, Figure] => [`growth-${series.name}`, growthCurve(series)]),
  ];
  try {
    for (const [name, figure] of figures) await exportFigure(figure, { folder, name });
  } finally {
    await closeRenderer();
  }
  await atomicWrite(join(folder, 'ratios.csv'), toCsv(benchRows(latest)));
  const rows = growth.flatMap(({ name, size, points }) => points.map((point) => ({ name, size, ...point })));
  await atomicWrite(join(folder, 'growth.csv'), toCsv(rows));
  return [...figures.map(([name]) => name), 'ratios.csv', 'growth.csv'];
}

/** Writes the tables as CSV, and the search log. @returns their file names. */
export async function writeTables(folder: string, runs: Run[]): Promise<string[]> {
  const tuning = tuningLog(runs.filter(({ record }) => record.split === 'validation'));
  if (tuning.length > 0)
    await atomicWrite(join(folder, 'tuning.json'), `${JSON.stringify(tuning, null, 1)}\n`);
  const tables = Object.entries(allTables(runs));
  for (const [name, rows] of tables) await atomicWrite(join(folder, `${name}.csv`), toCsv(rows));
  return tables.map(([name]) => `${name}.csv`);
}

function title(value: unknown): string {
  const text = typeof value === 'string' ? value : ((value as { text?: string } | undefined)?.text ?? '');
  return text
    .split('<br><span')[0]!
    .replace(/<br>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .trim();
}
