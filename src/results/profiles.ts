import { configHash } from '../experiments/hashes.js';
import type { SingleLossConfig } from '../losses/registry.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import {
  changedLoss,
  mainLoss,
  methodIds,
  methods,
  retunedDistillation,
  retunedTemperatures,
  type DistortionExponent,
  type MethodId,
} from './methods.js';
import {
  settings,
  smallCnnSetting,
  tunedNetworkSetting,
  type DatasetName,
  type Setting,
} from './settings.js';
import { sweepIds, sweepRuns } from './sweeps.js';
import { withRegression } from './trialParts.js';
import { tuningRuns } from './tuning.js';

/** A list of runs under a name. */
export interface Profile {
  name: ProfileName;
  runs: RunConfigInput[];
}

export const profileNames = ['smoke', 'quick', 'full'] as const;
export type ProfileName = (typeof profileNames)[number];

const run = (
  setting: Setting,
  method: MethodId,
  seed: number,
  change: Partial<RunConfigInput> = {},
): RunConfigInput => ({
  ...setting,
  method,
  ...methods[method],
  seed,
  ...change,
});

/** Every combination of methods and seeds in one setting; a solution in closed form has no seed. */
export function grid(
  setting: Setting,
  chosen: readonly MethodId[],
  seeds: number,
  change: Partial<RunConfigInput> = {},
): RunConfigInput[] {
  return chosen.flatMap((method) =>
    Array.from({ length: methods[method].ridge === undefined ? seeds : 1 }, (_, seed) =>
      run(setting, method, seed, change),
    ),
  );
}

/** The methods that the text speaks of; figures over training and the quick profile show these. */
export const headlineMethods = [
  'regression',
  'rankOrderPublicForm',
  'rankOrderPreservation',
  'rankDistribution',
  'monotonicSimilarity',
  'monotonicListwise',
  'contextualSimilarityDistillation',
  'contextualSimilarityBank',
] as const satisfies MethodId[];

/** The methods that are compared in every other setting. */
export const contrasted = [
  'regression',
  'rankOrderPreservation',
  'rankDistribution',
  'contextualSimilarityDistillation',
  'contextualSimilarityBank',
] as const satisfies MethodId[];

/** Methods that look at the gallery's similarities or their order, to be given distorted ones. */
const distorted = [
  'rankOrderPreservation',
  'rankDistribution',
  'contextualSimilarityDistillation',
  'monotonicSimilarity',
  'monotonicListwise',
  'powerMapping',
  'isotonicSimilarity',
] as const satisfies MethodId[];

/** The sweep of the bottleneck, the query model's capacity. */
export const capacitySweep = (
  setting: Setting,
  seeds: number,
  bottlenecks: (number | 'full')[],
): RunConfigInput[] =>
  bottlenecks.flatMap((bottleneck) =>
    grid({ ...setting, query: { kind: 'head', bottleneck } }, contrasted, seeds),
  );

/** The sweep of the side of the query pictures, in pixels. */
export const resolutionSweep = (setting: Setting, seeds: number, sizes: number[]): RunConfigInput[] =>
  sizes.flatMap((featureSize) => grid({ ...setting, featureSize }, contrasted, seeds));

/**
 * The sweep of the exponent that distorts the gallery similarities given to the losses. Distillation appears twice: as it
 * was set for undistorted similarities, and with its gallery temperature chosen again for each exponent.
 */
export const distortionSweepRuns = (
  setting: Setting,
  seeds: number,
  exponents: DistortionExponent[],
): RunConfigInput[] =>
  exponents.flatMap((distortion) => [
    ...grid(setting, distorted, seeds, { distortion }),
    ...grid(setting, ['contextualSimilarityDistillation'], seeds, {
      distortion,
      method: retunedDistillation,
      loss: changedLoss('contextualSimilarityDistillation', {
        galleryTemperature: retunedTemperatures[distortion],
      }),
    }),
  ]);

/** The cheap rivals on the gallery's side: its vectors centred and whitened. */
export const treatmentSweep = (
  setting: Setting,
  seeds: number,
  compared: readonly MethodId[] = contrasted,
): RunConfigInput[] =>
  (['centred', 'pca', 'lda'] as const).flatMap((galleryTreatment) =>
    grid(setting, compared, seeds, { galleryTreatment }),
  );

/** One change after another from the public form of rank order preservation to ours, and ours in the batch. */
export const rankOrderAblation = (setting: Setting, seeds: number): RunConfigInput[] => {
  const bank = { from: 'bank', count: 128 } as const;
  const [open, ours] = [mainLoss('rankOrderPublicForm'), mainLoss('rankOrderPreservation')];
  const steps = {
    'public form, bank': { ...open, neighbours: bank },
    '+ within': { ...open, neighbours: bank, comparison: 'within' },
    '+ weights 1/i': { ...open, neighbours: bank, comparison: 'within', weights: 'inversePosition' },
    'ours, squared error': { ...ours, error: 'squared' },
    'ours, in batch': { ...ours, neighbours: { from: 'batch' } },
  };
  return Object.entries(steps).flatMap(([method, loss]) =>
    Array.from({ length: seeds }, (_, seed) => ({
      ...setting,
      method,
      seed,
      loss: withRegression(1, loss as SingleLossConfig, 0.1),
    })),
  );
};

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
export function profile(name: ProfileName, grocery: boolean, dataset: DatasetName = 'emoji'): Profile {
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
    ...capacitySweep(setting, 1, dataset === 'grocery' ? [64] : [16]),
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

function withoutRepetitions(runs: RunConfigInput[]): RunConfigInput[] {
  return [...new Map(runs.map((one) => [configHash(one), one])).values()];
}
