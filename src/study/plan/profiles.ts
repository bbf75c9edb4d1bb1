import type { ExperimentName } from './profileNames.js';
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
import {
  mainDataset,
  settings,
  smallCnnSetting,
  tunedNetworkSetting,
  type DatasetName,
  type Setting,
} from './settings.js';
import { sweepIds, sweepRuns } from './sweeps.js';
import { rankerRuns } from '../rankers/plan.js';
import { tuningRuns } from './tuning.js';

/** A list of runs under a name. */
export interface Profile {
  name: ExperimentName;
  runs: RunConfig[];
}

/** The data set of a profile where none is named. */
export const defaultDataset = (name: ExperimentName): DatasetName =>
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
 * The runs of a profile: `smoke` for tests, `quick` for `npm start`, `full` for the committed figures,
 * `rankers` for the study of orders from other rankers.
 * @param dataset what `quick` trains on.
 */
export function profile(name: ExperimentName, dataset: DatasetName = mainDataset): Profile {
  const { emoji, grocery } = settings;
  const runs = {
    smoke: () => grid(settings['emoji-small'], headlineMethods, 1),
    quick: () => quickRuns(dataset),
    rankers: rankerRuns,
    full: () => [
      ...[grocery, emoji].flatMap((setting) => grid(setting, methodIds, 3)),
      ...tuningRuns(),
      ...[grocery, emoji].flatMap((setting) => grid(setting, contenders, 5)),
      ...[grocery, emoji].flatMap(inOtherSettings),
      ...photoSplits(),
      ...grid(smallCnnSetting('grocery'), contrasted, 1),
      ...resolutionSweep(emoji, 2, [32, 48, 64]),
      ...treatmentSweep(emoji, 1, methodIds),
      ...distortionSweepRuns(emoji, 3, [0.5, 2]),
      ...sweepIds.flatMap((id) => sweepRuns(id, emoji, 1)),
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
    ...capacitySweep(setting, 1, [16]),
    ...distortionSweepRuns(setting, 1, [0.25]),
    ...grid(setting, contrasted, 1, { galleryTreatment: 'centred' }),
    ...grid(smallCnnSetting(dataset), ['regression', 'rankOrderPreservation'], 1),
  ];
}

/** What is asked on both data sets beside the main comparison. */
function inOtherSettings(setting: Setting): RunConfigInput[] {
  return [
    ...capacitySweep(setting, 3, [16, 256, 'full']),
    ...distortionSweepRuns(setting, 3, [0.25, 4]),
    ...treatmentSweep(setting, 3),
    ...rankOrderAblation(setting, 3),
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
