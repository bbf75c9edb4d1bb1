import { cropsPerPicture } from '../extraction/featureCrops.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import { batchesPerEpoch } from '../training/batchSource.js';

/** What the sizes of a run are chosen from. */
export interface SizingFacts {
  /** Training pictures. */
  fit: number;
  /** All pictures. */
  all: number;
  /** Seconds that MobileNetV2 takes for a picture of 96 pixels on this machine. */
  secondsPerPicture: number;
  /** Pictures that are set aside to choose the best state of the training. */
  choosing: number;
  /** Minutes that the run may take, without the gallery model's own. */
  minutes: number;
}

/** The sizes of a run, as `RunConfigInput` takes them. */
export type RunSizes = Required<Pick<RunConfigInput, 'featureSize'>> & {
  query: { kind: 'head'; bottleneck: 64 | 'full' };
  training: { epochs: number; batchSize: number; keep?: 'best'; patience?: number };
};

/** Sides of the pictures to choose among, and the one that the timing is for. */
const sides = [96, 128, 160, 192, 224];
const timedSide = 96;
/** Share of the time that preparing the pictures may take; training and measuring take the rest. */
const preparationShare = 0.5;

const usualBatch = 64;
/** With fewer training pictures a head without a bottleneck learns them by heart. */
const fewPictures = 300;
/** Steps after which a head hardly improves, and the fewest passes over the pictures. */
const enoughSteps = 1000;
const fewestEpochs = 5;
const mostEpochs = 300;
/** Of some twenty looks at the model. */
const usualPatience = 6;

/**
 * Sizes that suit the number of pictures and the time: the largest pictures whose features are there in half of the minutes,
 * batches that the pictures fill, and as many epochs as make a thousand steps.
 */
export function sizeRun({ fit, all, choosing, secondsPerPicture, minutes }: SizingFacts): RunSizes {
  const passes = fit * cropsPerPicture + (all - fit);
  const seconds = (side: number): number => passes * secondsPerPicture * (side / timedSide) ** 2;
  const allowed = minutes * 60 * preparationShare;
  const featureSize = sides.filter((side) => seconds(side) <= allowed).at(-1) ?? sides[0]!;
  const batchSize = Math.max(2, Math.min(usualBatch, fit));
  const epochs = Math.ceil(enoughSteps / batchesPerEpoch(fit, batchSize));
  return {
    featureSize,
    query: { kind: 'head', bottleneck: fit < fewPictures ? 64 : 'full' },
    training: {
      epochs: Math.min(mostEpochs, Math.max(fewestEpochs, epochs)),
      batchSize,
      ...(choosing > 0 && { keep: 'best', patience: usualPatience }),
    },
  };
}
