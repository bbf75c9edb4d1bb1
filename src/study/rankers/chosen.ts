import type { CandidateName } from './candidates.js';
import type { DatasetName } from '../plan/settings.js';
import type { RankerSystemId } from './systems.js';

/** The data sets of this study. */
export const rankerDatasets = ['grocery', 'emoji'] as const satisfies DatasetName[];
export type RankerDataset = (typeof rankerDatasets)[number];

/** Widths of the bottleneck that settings are chosen for. */
export const tunedBottlenecks = [16, 64] as const;
export type TunedBottleneck = (typeof tunedBottlenecks)[number];

/** The ranker of each data set: the one without labels whose lists of the training pictures are best by their labels. */
export const chosenRanker: Record<RankerDataset, CandidateName> = {
  grocery: 'gallery and other whitened, k-reciprocal 20',
  emoji: 'three models whitened, k-reciprocal 8',
};

/** Which of `trialsOf` the validation classes chose for each system. */
export const chosenTrials: Record<RankerDataset, Record<TunedBottleneck, Record<RankerSystemId, number>>> = {
  grocery: {
    16: {
      distillation: 2,
      distillationRanker: 7,
      distillationBoth: 0,
      listwise: 5,
      listwiseRanker: 2,
      listwiseRankerDistillation: 1,
      rankOrderRanker: 3,
    },
    64: {
      distillation: 2,
      distillationRanker: 7,
      distillationBoth: 1,
      listwise: 5,
      listwiseRanker: 3,
      listwiseRankerDistillation: 7,
      rankOrderRanker: 0,
    },
  },
  emoji: {
    16: {
      distillation: 4,
      distillationRanker: 4,
      distillationBoth: 1,
      listwise: 6,
      listwiseRanker: 3,
      listwiseRankerDistillation: 3,
      rankOrderRanker: 1,
    },
    64: {
      distillation: 1,
      distillationRanker: 2,
      distillationBoth: 5,
      listwise: 1,
      listwiseRanker: 3,
      listwiseRankerDistillation: 3,
      rankOrderRanker: 1,
    },
  },
};
