import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configHash } from '../../experiments/hashes.js';
import {
  completeSearchConfig,
  type SearchConfig,
  type SearchConfigInput,
} from '../../architectureSearch/searchConfig.js';
import type { RewardKind } from '../../architectureSearch/rewardKinds.js';
import { chosenTrial } from '../methods/methods.js';
import type { ProfileName } from './profileNames.js';
import { settings, type DatasetName } from './settings.js';
import { profileFolder, type Workspace } from './workspace.js';

const fromScratch = { learningRate: 3e-3, optimizer: { kind: 'adamW', weightDecay: 1e-4 } } as const;

/** What a profile changes in the defaults of a search, which are the full one. */
const changes: Record<ProfileName, Partial<SearchConfigInput>> = {
  full: {},
  quick: {
    size: 32,
    budget: 4.6e6,
    training: { epochs: 10, ...fromScratch },
    recalibration: 256,
    evolution: { population: 8, generations: 3, parents: 4, crossover: 4, mutation: 4 },
    retraining: { epochs: 4, ...fromScratch },
  },
  smoke: {
    size: 32,
    space: {
      stem: 8,
      stages: [
        { channels: 12, blocks: 2, stride: 2 },
        { channels: 24, blocks: 2, stride: 2 },
      ],
      choices: [
        { kernel: 3, expansion: 2 },
        { kernel: 5, expansion: 2 },
        { kernel: 5, expansion: 4 },
        'skip',
      ],
      head: 64,
    },
    budget: 1e6,
    training: { epochs: 2, ...fromScratch },
    recalibration: 64,
    evolution: { population: 4, generations: 2, parents: 3, crossover: 2, mutation: 2 },
    retraining: { epochs: 1, ...fromScratch },
  },
};

/** Seeds with which a profile trains the networks that its searches found and those they are compared with. */
export const retrainingSeeds: Record<ProfileName, number> = { smoke: 1, quick: 1, full: 3 };

/** The search of a profile on a data set; its loss is BCT as the validation classes chose it. */
export function searchOf(profile: ProfileName, dataset: DatasetName, reward: RewardKind): SearchConfig {
  return completeSearchConfig({
    dataset,
    testSplit: settings[dataset].split,
    gallery: settings[dataset].gallery,
    method: 'compatibleTraining',
    loss: chosenTrial('compatibleTraining').loss,
    reward,
    ...changes[profile],
  });
}

/** Folder of a profile's search logs and of the runs of what they found. */
export function searchFolder(profile: ProfileName): string {
  return join(profileFolder(profile), 'search');
}

/** File of a search's log: named by reward and data set, and by its configuration where that is not the profile's own. */
export function searchLogFile(profile: ProfileName, config: SearchConfig): string {
  const { dataset, reward } = config;
  const usual = configHash(searchOf(profile, dataset as DatasetName, reward)) === configHash(config);
  const parts = [reward, dataset, !usual && configHash(config)];
  return join(searchFolder(profile), `${parts.filter(Boolean).join('-')}.json`);
}

/** The profile whose search a notebook shows: the committed one where there is one, unless runs are to be trained again. */
export function shownSearchProfile({ profile, dataset, retrain }: Workspace): ProfileName {
  if (profile === 'smoke' || retrain) return profile;
  const log = searchLogFile('full', searchOf('full', dataset, 'asymmetric'));
  return existsSync(log) ? 'full' : profile;
}
