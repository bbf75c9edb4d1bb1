import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { SingleLossConfig } from '../../losses/registry.js';
import { chosenTrial, type MethodId } from '../methods/methods.js';
import { mainLoss } from './changedLoss.js';
import {
  distillation,
  retunedDistillation,
  retunedLoss,
  retunedTemperatures,
  type DistortionExponent,
} from './retunedDistillation.js';
import type { Setting } from './settings.js';
import { withRegression } from '../methods/trialParts.js';

const run = (
  setting: Setting,
  method: MethodId,
  seed: number,
  change: Partial<RunConfigInput> = {},
): RunConfigInput => ({
  ...setting,
  method,
  ...chosenTrial(method),
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
    Array.from({ length: chosenTrial(method).ridge === undefined ? seeds : 1 }, (_, seed) =>
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
    ...grid(setting, [distillation], seeds, {
      distortion,
      method: retunedDistillation,
      loss: retunedLoss(retunedTemperatures[distortion]),
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
