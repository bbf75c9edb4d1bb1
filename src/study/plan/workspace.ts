import { join } from 'node:path';
import { RetrievalError } from '../../errors.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { defaultDataset } from './profiles.js';
import { profileNames, type ExperimentName, type ProfileName } from './profileNames.js';
import { datasetNames, settings, type DatasetName, type Setting } from './settings.js';

/**
 * Folder of a profile's figures and results: `figures` for the committed ones, a part of it otherwise, which git ignores but
 * for the study of rankers.
 */
export function profileFolder(name: ExperimentName): string {
  const figures = workspacePath('figures');
  return name === 'full' ? figures : join(figures, name);
}

/** What a notebook works with: chosen by the environment variables ASYMMETRIC_PROFILE and ASYMMETRIC_DATASET. */
export interface Workspace {
  profile: ProfileName;
  dataset: DatasetName;
  setting: Setting;
  /** Seeds to average over. */
  seeds: number;
  folder: string;
  /** Whether runs are trained again in place of the committed ones (ASYMMETRIC_RETRAIN=1). */
  retrain: boolean;
}

/** What a notebook chooses itself, whatever the environment variables say. */
export interface WorkspaceChoices {
  /** The profile `smoke` works on its small data set all the same. */
  dataset?: DatasetName;
  /** Asks to train again, as ASYMMETRIC_RETRAIN=1 does. */
  retrain?: boolean;
}

/** The workspace that notebooks run in; by default the quick profile on the main data set. */
export function currentWorkspace(choices: WorkspaceChoices = {}): Workspace {
  const profile = chosen('ASYMMETRIC_PROFILE', profileNames, 'quick');
  const fixed = profile === 'smoke' ? undefined : choices.dataset;
  const dataset = fixed ?? chosen('ASYMMETRIC_DATASET', datasetNames, defaultDataset(profile));
  const seeds = { smoke: 1, quick: 2, full: 3 }[profile];
  const retrain = choices.retrain || chosen('ASYMMETRIC_RETRAIN', ['0', '1'], '0') === '1';
  return { profile, dataset, seeds, retrain, folder: profileFolder(profile), setting: settings[dataset] };
}

function chosen<Value extends string>(variable: string, values: readonly Value[], fallback: Value): Value {
  const value = process.env[variable] ?? fallback;
  if ((values as readonly string[]).includes(value)) return value as Value;
  throw new RetrievalError({
    what: `The environment variable ${variable} has an unknown value`,
    expected: values.join(', '),
    found: value,
  });
}
