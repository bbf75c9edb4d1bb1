import { RetrievalError } from '../../errors.js';
import type { ProfileName } from '../../study/plan/profileNames.js';
import { readResults } from '../../study/runs/resultsFolder.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { writePages } from '../pages.js';
import { writeFigures, writeSpeedFigures, writeTables } from './writeFigures.js';

/** Draws every figure and table of a profile and fills the pages. */
export async function run({ profile }: { profile: ProfileName }): Promise<void> {
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
}
