import { join } from 'node:path';
import { RetrievalError } from '../errors.js';
import { repositoryRoot } from '../files/index.js';
import { profileNames, settings, type ProfileName, type Setting } from './profiles.js';

/** Folder of a profile's figures and results: `figures` for the committed ones, a part of it that git ignores otherwise. */
export function profileFolder(name: ProfileName): string {
  const figures = join(repositoryRoot(), 'figures');
  return name === 'full' ? figures : join(figures, name);
}

/** What a notebook works with: chosen by the environment variables ASYMMETRIC_PROFILE and ASYMMETRIC_DATASET. */
export interface Workspace {
  profile: ProfileName;
  setting: Setting;
  /** Seeds to average over. */
  seeds: number;
  folder: string;
}

/** The workspace that notebooks run in; by default the quick profile on emoji. */
export function currentWorkspace(): Workspace {
  const profile = chosen('ASYMMETRIC_PROFILE', profileNames, 'quick');
  const dataset = chosen('ASYMMETRIC_DATASET', Object.keys(settings) as (keyof typeof settings)[], 'emoji');
  const seeds = { smoke: 1, quick: 2, full: dataset === 'emoji' ? 5 : 3 }[profile];
  const setting = settings[dataset];
  return {
    profile,
    seeds,
    folder: profileFolder(profile),
    setting: profile === 'smoke' ? { ...setting, dataset: 'emoji-small', training: { epochs: 2 } } : setting,
  };
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
