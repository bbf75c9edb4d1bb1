import { join } from 'node:path';
import { Command, Option } from 'commander';
import { RetrievalError } from '../errors.js';
import type { Run } from '../experiments/runOptions.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { canRender, closeRenderer } from '../report/plots/renderer.js';
import { exportFigure } from '../report/plots/exportFigure.js';
import { titleText } from '../report/plots/figureWords.js';
import { toCsv } from '../report/tables/csv.js';
import type { RunNote } from '../study/figures/drawing.js';
import { namedDrawings, type NamedDrawing } from '../study/figures/figures.js';
import { profileNames, type ProfileName } from '../study/plan/profiles.js';
import { readResults } from '../study/runs/resultsFolder.js';
import { allTables } from '../study/pages/tables.js';
import { tuningLog } from '../study/plan/tuning.js';
import { profileFolder } from '../study/plan/workspace.js';
import { chooseFigures } from './figures/chooseFigures.js';
import { speedDrawings, speedFolder, speedPrefix, writeSpeedTables } from './figures/speedDrawings.js';
import { writePages } from './pages.js';
import { example } from './output.js';

/** `figures`: redraws figures and tables from stored results, without training. */
export function figuresCommand(): Command {
  return new Command('figures')
    .description('redraw every figure and table from stored results, or some figures, without training')
    .argument('[names...]', 'only these figures')
    .addOption(new Option('--profile <name>', 'whose results').choices(profileNames).default('full'))
    .option('--list', 'print the names of the figures and what each of them says')
    .addHelpText('after', example(...examples))
    .action(async (names: string[], { profile, list = false }: { profile: ProfileName; list?: boolean }) => {
      const folder = profileFolder(profile);
      const runs = readResults(folder);
      if (runs.length === 0) {
        throw new RetrievalError({
          what: `The profile ${profile} has no results yet`,
          fix: `npm run experiments -- --profile ${profile}`,
          kind: 'data',
        });
      }
      const all = [...namedDrawings(runs), ...(await speedDrawings())];
      const chosen = names.length > 0 ? chooseFigures(names, all) : all;
      if (list) return listFigures(chosen);
      if (names.length > 0) return writeChosen(folder, chosen, profile);
      const written = [
        ...(await writeTables(folder, runs)),
        ...(await writeFigures(folder, runs)),
        ...(canRender() ? await writeDrawings(folder, await speedDrawings()) : []),
        ...(await writeSpeedTables()),
        ...(profile === 'full' ? await writePages(runs) : []),
      ];
      console.log(`${written.length} files drawn from ${runs.length} runs`);
    });
}

const examples = [
  'asym figures --profile quick',
  'asym figures methods rank-consistency-emoji bench/ratios',
  'asym figures --list',
];

function listFigures(drawings: readonly NamedDrawing[]): void {
  for (const { name, draw } of drawings) {
    const figure = draw();
    if (figure) console.log(`${name}: ${titleText(figure)}`);
  }
}

async function writeChosen(
  folder: string,
  chosen: readonly NamedDrawing[],
  profile: ProfileName,
): Promise<void> {
  const written = await writeDrawings(folder, chosen);
  const missing = chosen.map(({ name }) => name).filter((name) => !written.includes(name));
  if (missing.length === 0) return;
  throw new RetrievalError({
    what: 'The results that a figure shows are not there',
    where: folder,
    found: `nothing for ${missing.join(', ')}`,
    fix: `npm run experiments -- --profile ${profile}`,
    kind: 'data',
  });
}

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
async function writeDrawings(
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
    await atomicWrite(join(folder, 'tuning.json'), `${JSON.stringify(tuning, null, 1)}\n`);
  const tables = Object.entries(allTables(runs));
  for (const [name, rows] of tables) await atomicWrite(join(folder, `${name}.csv`), toCsv(rows));
  return tables.map(([name]) => `${name}.csv`);
}
