import { owningFolder } from '../../base/files/owning.js';
import { RetrievalError } from '../../errors.js';
import { titleText } from '../../report/plots/figureWords.js';
import { canRender } from '../../report/plots/renderer.js';
import { namedDrawings, type NamedDrawing } from '../../study/figures/figures.js';
import type { Run } from '../../experiments/runOptions.js';
import type { ProfileName } from '../../study/plan/profileNames.js';
import { readResults } from '../../study/runs/resultsFolder.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { writePages } from '../pages.js';
import { chooseFigures } from './chooseFigures.js';
import { rankerFolder } from '../../study/rankers/rankerStudy.js';
import { rankerDrawings } from './rankerStudy.js';
import { scaleDrawings } from './scaleDrawings.js';
import { scaleFolder } from '../../study/scale/scaleResults.js';
import { speedDrawings, writeSpeedTables } from './speedDrawings.js';
import { writeDrawings, writeFigures, writeTables } from './writeFigures.js';

interface Options {
  profile: ProfileName;
  list?: boolean;
}

/** Draws every figure and table of a profile and fills the pages, or draws or lists the named figures. */
export async function run(names: string[], { profile, list = false }: Options): Promise<void> {
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
  if (names.length > 0) return owningFolder(folder, () => writeChosen(folder, chosen, profile));
  await owningFolder(folder, () => writeAll(folder, runs, profile));
}

async function writeAll(folder: string, runs: Run[], profile: ProfileName): Promise<void> {
  const written = [
    ...(await writeTables(folder, runs)),
    ...(await writeFigures(folder, runs)),
    ...(canRender() ? await writeDrawings(folder, await speedDrawings()) : []),
    ...(await writeSpeedTables()),
    ...(profile === 'full' && canRender() ? await writeDrawings(rankerFolder(), await rankerDrawings()) : []),
    ...(profile === 'full' && canRender() ? await writeDrawings(scaleFolder(), await scaleDrawings()) : []),
    ...(profile === 'full' ? await writePages(runs) : []),
  ];
  console.log(`${written.length} files drawn from ${runs.length} runs`);
}

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
