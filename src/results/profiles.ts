import { publicRankOrderForm } from '../losses/rankOrderPreservation.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import { methodIds, methods, type MethodId } from './methods.js';

/** A list of runs under a name. */
export interface Profile {
  name: ProfileName;
  runs: RunConfigInput[];
}

export const profileNames = ['smoke', 'quick', 'full'] as const;
export type ProfileName = (typeof profileNames)[number];

/** The part of a run that a data set decides: where to train, what to search, with which query model. */
export type Setting = Pick<
  RunConfigInput,
  'dataset' | 'split' | 'gallery' | 'query' | 'featureSize' | 'training'
>;

/** The main setting of each data set, chosen on validation: unseen classes, a linear head as query model. */
export const settings: Record<'emoji' | 'grocery', Setting> = {
  emoji: {
    dataset: 'emoji',
    split: 'unseen',
    gallery: { name: 'efficientNetLite2', size: 224, pooling: 'gem' },
    query: { kind: 'head', bottleneck: 64 },
    featureSize: 96,
  },
  grocery: {
    dataset: 'grocery',
    split: 'unseen',
    gallery: { name: 'efficientNetLite2', size: 320, pooling: 'average' },
    query: { kind: 'head', bottleneck: 16 },
    featureSize: 64,
  },
};

/** The convolutional query model trained from scratch, per data set. */
export const smallCnnSetting = (dataset: keyof typeof settings): Setting => ({
  ...settings[dataset],
  query: { kind: 'smallCnn', size: 32, width: 1 },
  training: { epochs: 30, learningRate: 3e-3, optimizer: { kind: 'adamW', weightDecay: 1e-4 } },
});

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
const distorted = [...contrasted.slice(1), 'contextualSimilarityBank', 'monotonicSimilarity'] as MethodId[];

/** The sweep of the bottleneck, the query model's capacity. */
export const capacitySweep = (
  setting: Setting,
  seeds: number,
  bottlenecks: (number | 'full')[],
): RunConfigInput[] =>
  bottlenecks.flatMap((bottleneck) =>
    grid({ ...setting, query: { kind: 'head', bottleneck } }, contrasted, seeds),
  );

/** The sweep of the exponent that distorts the gallery similarities given to the losses. */
export const distortionSweep = (setting: Setting, seeds: number, exponents: number[]): RunConfigInput[] =>
  exponents.flatMap((distortion) => grid(setting, distorted, seeds, { distortion }));

/** The cheap rivals on the gallery's side: its vectors centred and whitened. */
export const treatmentSweep = (setting: Setting, seeds: number): RunConfigInput[] =>
  (['centred', 'lda'] as const).flatMap((galleryTreatment) =>
    grid(setting, contrasted, seeds, { galleryTreatment }),
  );

/** One change at a time from the public form of rank order preservation to ours. */
export const rankOrderAblation = (setting: Setting, seeds: number): RunConfigInput[] => {
  const bank = { from: 'bank', count: 128 } as const;
  const regression = { weight: 0.1, loss: { kind: 'featureRegression' } } as const;
  const forms = {
    'public form, bank': { ...publicRankOrderForm, neighbours: bank },
    'public form, bank, within': { ...publicRankOrderForm, neighbours: bank, comparison: 'within' },
    'public form, bank, within, 1/i': {
      ...publicRankOrderForm,
      neighbours: bank,
      comparison: 'within',
      weights: 'inversePosition',
    },
    'ours, squared error': { ...methods.rankOrderPreservation.loss[0]!.loss, error: 'squared' },
    'ours, in batch': { ...methods.rankOrderPreservation.loss[0]!.loss, neighbours: { from: 'batch' } },
  } as const;
  return Object.entries(forms).flatMap(([method, loss]) =>
    Array.from(
      { length: seeds },
      (_, seed) => ({ ...setting, method, seed, loss: [{ weight: 1, loss }, regression] }) as RunConfigInput,
    ),
  );
};

/**
 * The runs of a profile: `smoke` for tests, `quick` for `npm start`, `full` for the committed figures.
 * @param grocery whether the Grocery Store photos are there.
 */
export function profile(name: ProfileName, grocery: boolean): Profile {
  const { emoji } = settings;
  const runs = {
    smoke: () => grid({ ...emoji, training: { epochs: 1 } }, contrasted, 1),
    quick: () => [
      ...grid(emoji, methodIds, 2),
      ...capacitySweep(emoji, 1, [16, 'full']),
      ...distortionSweep(emoji, 1, [0.25, 0.5, 2, 4]),
      ...treatmentSweep(emoji, 1),
      ...grid(smallCnnSetting('emoji'), contrasted, 1),
    ],
    full: () => [
      ...grid(emoji, methodIds, 5),
      ...capacitySweep(emoji, 3, [8, 16, 256, 'full']),
      ...distortionSweep(emoji, 3, [0.125, 0.25, 0.5, 2, 4, 8]),
      ...treatmentSweep(emoji, 3),
      ...rankOrderAblation(emoji, 3),
      ...grid(smallCnnSetting('emoji'), contrasted, 3),
      ...(grocery ? groceryRuns() : []),
    ],
  };
  return { name, runs: runs[name]() };
}

function groceryRuns(): RunConfigInput[] {
  const { grocery } = settings;
  const splits = ['unseen-cross-visit', 'official', 'studio'];
  return [
    ...grid(grocery, methodIds, 3),
    ...splits.flatMap((split) => grid({ ...grocery, split }, contrasted, 3)),
    ...capacitySweep(grocery, 3, [8, 64, 'full']),
    ...grid(smallCnnSetting('grocery'), contrasted, 3),
  ];
}
