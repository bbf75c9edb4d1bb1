import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { readGrowth } from '../bench/growthReport.js';
import { historyFile, latestResults, readHistory } from '../bench/history.js';
import { benchRows } from '../bench/table.js';
import { RetrievalError } from '../errors.js';
import type { Run } from '../experiments/runOptions.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { benchHistory } from '../bench/figures/benchHistory.js';
import { benchRatios } from '../bench/figures/benchRatios.js';
import { canRender, closeRenderer } from '../report/plots/renderer.js';
import { exportFigure } from '../report/plots/exportFigure.js';
import { growthCurve } from '../bench/figures/growthCurve.js';
import type { Figure } from '../report/plots/figure.js';
import { titleText } from '../report/plots/figureWords.js';
import type { RunNote } from '../study/figures/drawing.js';
import { allFigures } from '../study/figures/figures.js';
import { profileNames, type ProfileName } from '../study/plan/profiles.js';
import { readResults } from '../study/runs/resultsFolder.js';
import { allTables } from '../study/pages/tables.js';
import { tuningLog } from '../study/plan/tuning.js';
import { profileFolder } from '../study/plan/workspace.js';
import { toCsv } from '../report/tables/csv.js';
import { writePages } from './pages.js';
import { example } from './output.js';

/** `figures`: redraws every figure and table from stored results, without training. */
export function figuresCommand(): Command {
  return new Command('figures')
    .description('redraw every figure and table from stored results, without training')
    .addOption(new Option('--profile <name>', 'whose results').choices(profileNames).default('full'))
    .addHelpText('after', example('asym figures --profile quick'))
    .action(async ({ profile }: { profile: ProfileName }) => {
      const folder = profileFolder(profile);
      const runs = readResults(folder);
      if (runs.length === 0) {
        throw new RetrievalError({
          what: `The profile ${profile} has no results yet`,
          fix: `npm run experiments -- --profile ${profile}`,
          kind: 'data',
        });
      }
      const written = [
        ...(await writeTables(folder, runs)),
        ...(await writeFigures(folder, runs)),
        ...(await writeSpeedFigures()),
        ...(profile === 'full' ? await writePages(runs) : []),
      ];
      console.log(`${written.length} files drawn from ${runs.length} runs`);
    });
}

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
      console.log(`  ${name}: ${titleText(figure)}`);
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
  const latest = latestResults(history);
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
