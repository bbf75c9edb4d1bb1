import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readCached } from '../../experiments/runCache.js';
import { runIdentity } from '../../experiments/runExperiment.js';
import type { Run } from '../../experiments/runOptions.js';
import { currentWorkspace, profileFolder } from '../plan/workspace.js';
import { readResults } from './resultsFolder.js';

/** The folder of the results that are committed. */
export const committedFolder = (): string => profileFolder('full');

/**
 * The committed runs that stand in for a training, by their identity (`runIdentity`): none in the profile `smoke`, none when
 * runs are to be trained again. Outside the profile `full`, which keeps the committed results, a run that was trained in
 * this clone comes before its committed twin.
 *
 * @param folder default: that of the committed results
 * @param retrain whether runs are to be trained again; default what the workspace says
 */
// eslint-disable-next-line @typescript-eslint/require-await
export async function committedRuns(folder?: string, retrain?: boolean): Promise<ReadonlyMap<string, Run>> {
  const { profile, retrain: isTrained } = currentWorkspace({ retrain });
  if (isTrained || (profile === 'smoke' && folder === undefined)) return new Map();
  const runs = readOnce(folder ?? committedFolder());
  if (profile === 'full' || folder !== undefined) return runs;
  return new Map([...runs].map(([key, run]) => [key, readCached(run.record.runId) ?? run]));
}

/** All of them, by their identity, whatever the profile. */
export const allCommitted = (): ReadonlyMap<string, Run> => readOnce(committedFolder());

let last: { state: string; runs: ReadonlyMap<string, Run> } | undefined;

/** A notebook asks many times. */
function readOnce(folder: string): ReadonlyMap<string, Run> {
  const file = statSync(join(folder, 'results.json'), { throwIfNoEntry: false });
  const state = `${folder} ${file?.mtimeMs} ${file?.size}`;
  if (last?.state !== state) {
    last = { state, runs: new Map(readResults(folder).map((run) => [runIdentity(run.manifest), run])) };
  }
  return last.runs;
}
