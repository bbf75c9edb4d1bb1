import type { Run } from '../../experiments/runOptions.js';
import { profile } from '../plan/profiles.js';
import type { Workspace } from '../plan/workspace.js';
import { committedRuns } from './committedRuns.js';
import { trainedRuns } from './trainedRuns.js';

/**
 * All finished runs on the workspace's data set that test a method: the committed ones, which the full profile has trained.
 * Where there are none, or runs are to be trained again, those of the workspace's own profile, trained as far as this code
 * has not trained them. Runs that chose hyperparameters are left out.
 */
export async function studyRuns({ profile: name, dataset, retrain }: Workspace): Promise<Run[]> {
  const isTest = (run: { dataset: string; split: string }): boolean =>
    run.dataset === dataset && run.split !== 'validation';
  const committed = [...(await committedRuns(undefined, retrain)).values()].filter(({ record }) =>
    isTest(record),
  );
  if (committed.length > 0) return committed;
  return trainedRuns(profile(name, dataset).runs.filter(isTest), { retrain });
}
