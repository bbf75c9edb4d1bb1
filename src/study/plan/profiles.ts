import { configHash } from '../../experiments/hashes.js';
import { parseRunConfig, type RunConfig, type RunConfigInput } from '../../experiments/runConfig.js';
import {
  capacitySweep,
  contrasted,
  distortionSweepRuns,
  grid,
  headlineMethods,
  rankOrderAblation,
  resolutionSweep,
  treatmentSweep,
} from './grids.js';
import { methodIds } from '../methods/methods.js';
import { mainDataset, settings, smallCnnSetting, tunedNetworkSetting, type DatasetName } from './settings.js';
import { studiedDatasets } from './studiedDatasets.js';
import { sweepIds, sweepRuns } from './sweeps.js';
import { tuningRuns } from './tuning.js';

/** A list of runs under a name. */
export interface Profile {
  name: ProfileName;
  runs: RunConfig[];
}

export const profileNames = ['smoke', 'quick', 'full'] as const;
export type ProfileName = (typeof profileNames)[number];

/** The data set of a profile where none is named. */
export const defaultDataset = (name: ProfileName): DatasetName =>
  name === 'smoke' ? 'emoji-small' : mainDataset;

/** Methods whose differences are small get two more seeds. */
const contenders = methodIds.filter((id) =>
  [
    'rankOrderPreservation',
    'rankDistribution',
    'monotonicSimilarity',
    'monotonicListwise',
    'powerMapping',
    'contextualSimilarityDistillation',
    'contextualSimilarityBank',
  ].includes(id),
);

/**
 * The runs of a profile: `smoke` for tests, `quick` for `npm start`, `full` for the committed figures.
 * @param grocery whether `full` trains on the Grocery Store photos too.
 * @param dataset what `quick` trains on.
 */
export function profile(name: ProfileName, grocery: boolean, dataset: DatasetName = mainDataset): Profile {
  const { emoji } = settings;
  const onPhotos = (runs: () => RunConfigInput[]): RunConfigInput[] => (grocery ? runs() : []);
  const runs = {
    smoke: () => grid(settings['emoji-small'], headlineMethods, 1),
    quick: () => quickRuns(dataset),
    full: () => [
      ...grid(emoji, methodIds, 3),
      ...onPhotos(() => grid(settings.grocery, methodIds, 3)),
      ...tuningRuns(),
      ...grid(emoji, contenders, 5),
      ...onPhotos(() => grid(settings.grocery, contenders, 5)),
      ...capacitySweep(emoji, 3, [16, 256, 'full']),
      ...distortionSweepRuns(emoji, 3, [0.25, 4]),
      ...treatmentSweep(emoji, 3),
      ...onPhotos(() => capacitySweep(settings.grocery, 3, [64])),
      ...onPhotos(photoSplits),
      ...resolutionSweep(emoji, 2, [32, 48, 64]),
      ...sweepIds.flatMap((id) => sweepRuns(id, emoji, 1)),
      ...rankOrderAblation(emoji, 3),
      ...treatmentSweep(emoji, 1, methodIds),
      ...distortionSweepRuns(emoji, 3, [0.5, 2]),
      ...grid(smallCnnSetting('emoji'), contrasted, 3),
      ...grid(tunedNetworkSetting('emoji'), contrasted, 1),
    ],
  };
  return { name, runs: withoutRepetitions(runs[name]()) };
}

function quickRuns(dataset: DatasetName): RunConfigInput[] {
  const setting = settings[dataset];
  return [
    ...grid(setting, headlineMethods, 2),
    ...grid(
      setting,
      methodIds.filter((id) => !(headlineMethods as readonly string[]).includes(id)),
      1,
    ),
    ...capacitySweep(setting, 1, studiedDatasets[dataset].quickBottlenecks),
    ...distortionSweepRuns(setting, 1, [0.25]),
    ...grid(setting, contrasted, 1, { galleryTreatment: 'centred' }),
    ...grid(smallCnnSetting(dataset), ['regression', 'rankOrderPreservation'], 1),
  ];
}

function photoSplits(): RunConfigInput[] {
  return ['unseen-cross-visit', 'official', 'studio'].flatMap((split) =>
    grid({ ...settings.grocery, split }, contrasted, 3),
  );
}

function withoutRepetitions(runs: RunConfigInput[]): RunConfig[] {
  return [...new Map(runs.map(parseRunConfig).map((run) => [configHash(run), run])).values()];
}
