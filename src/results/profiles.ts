import type { SingleLossConfig } from '../losses/registry.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import {
  distillation,
  methodIds,
  methods,
  rankOrderForms,
  retunedDistillation,
  retunedTemperatures,
  withRegression,
  type DistortionExponent,
  type MethodId,
} from './methods.js';
import { settings, smallCnnSetting, type DatasetName, type Setting } from './settings.js';
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
  loss: methods[method].loss,
  seed,
  ...change,
});

/** Every combination of methods and seeds in one setting. */
export function grid(
  setting: Setting,
  chosen: readonly MethodId[],
  seeds: number,
  change: Partial<RunConfigInput> = {},
): RunConfigInput[] {
  return chosen.flatMap((method) =>
    Array.from({ length: seeds }, (_, seed) => run(setting, method, seed, change)),
  );
}

const contrasted = [
  'regression',
  'rankOrderPreservation',
  'contextualSimilarityDistillation',
] as const satisfies MethodId[];
const distorted = [
  'rankOrderPreservation',
  'contextualSimilarityDistillation',
  'monotonicSimilarity',
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
      loss: distillation(retunedTemperatures[distortion]),
    }),
  ]);

/** The cheap rivals on the gallery's side: its vectors centred and whitened. */
export const treatmentSweep = (setting: Setting, seeds: number): RunConfigInput[] =>
  (['centred', 'lda'] as const).flatMap((galleryTreatment) =>
    grid(setting, contrasted, seeds, { galleryTreatment }),
  );

/** One change after another from the public form of rank order preservation to ours, and ours in the batch. */
export const rankOrderAblation = (setting: Setting, seeds: number): RunConfigInput[] => {
  const bank = { from: 'bank', count: 128 } as const;
  const steps = {
    'public form, bank': { ...rankOrderForms.public, neighbours: bank },
    '+ within': { ...rankOrderForms.public, neighbours: bank, comparison: 'within' },
    '+ weights 1/i': {
      ...rankOrderForms.public,
      neighbours: bank,
      comparison: 'within',
      weights: 'inversePosition',
    },
    'ours, squared error': { ...rankOrderForms.ours, error: 'squared' },
    'ours, in batch': { ...rankOrderForms.ours, neighbours: { from: 'batch' } },
  } as const satisfies Record<string, SingleLossConfig>;
  return Object.entries(steps).flatMap(([method, loss]) =>
    Array.from({ length: seeds }, (_, seed) => ({
      ...setting,
      method,
      seed,
      loss: withRegression(1, loss, 0.1),
    })),
  );
};

/**
 * The runs of a profile: `smoke` for tests, `quick` for `npm start`, `full` for the committed figures.
 * @param grocery whether `full` trains on the Grocery Store photos too.
 * @param dataset what `quick` trains on.
 */
export function profile(name: ProfileName, grocery: boolean, dataset: DatasetName = 'emoji'): Profile {
  const { emoji } = settings;
  const runs = {
    smoke: () => grid(settings['emoji-small'], methodIds, 1),
    quick: () => quickRuns(dataset),
    full: () => [
      ...grid(emoji, methodIds, 3),
      ...capacitySweep(emoji, 3, [16, 'full']),
      ...distortionSweepRuns(emoji, 3, [0.25, 4]),
      ...treatmentSweep(emoji, 3),
      ...(grocery ? groceryRuns() : []),
      ...tuningRuns(),
      ...rankOrderAblation(emoji, 3),
      ...distortionSweepRuns(emoji, 3, [0.5, 2]),
      ...(grocery ? grocerySplitRuns() : []),
      ...grid(smallCnnSetting('emoji'), contrasted, 3),
    ],
  };
  return { name, runs: runs[name]() };
}

function quickRuns(dataset: DatasetName): RunConfigInput[] {
  const setting = settings[dataset];
  return [
    ...grid(setting, methodIds, 2),
    ...capacitySweep(setting, 1, dataset === 'grocery' ? [64] : [16, 256]),
    ...distortionSweepRuns(setting, 1, [0.25, 4]),
    ...treatmentSweep(setting, 1),
    ...grid(smallCnnSetting(dataset), contrasted, 1),
  ];
}

function groceryRuns(): RunConfigInput[] {
  const { grocery } = settings;
  return [...grid(grocery, methodIds, 3), ...capacitySweep(grocery, 3, [64])];
}

function grocerySplitRuns(): RunConfigInput[] {
  const splits = ['unseen-cross-visit', 'official'];
  return splits.flatMap((split) => grid({ ...settings.grocery, split }, contrasted, 3));
}
