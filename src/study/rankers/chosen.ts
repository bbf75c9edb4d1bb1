import type { CandidateName } from './candidates.js';
import type { DatasetName } from '../plan/settings.js';
import type { RankerSystemId } from './systems.js';

/** The data sets of this study, the main one first. */
export const rankerDatasets = ['grocery', 'emoji'] as const satisfies DatasetName[];
export type RankerDataset = (typeof rankerDatasets)[number];

/** Widths of the bottleneck that settings are chosen for. */
export const tunedBottlenecks = [16, 64] as const;
export type TunedBottleneck = (typeof tunedBottlenecks)[number];

/** The ranker of each data set: the one without labels whose lists were best on the training part of `validation`. */
export const chosenRanker: Record<RankerDataset, CandidateName> = {
  grocery: 'gallery and other whitened, k-reciprocal 20',
  emoji: 'three models whitened, k-reciprocal 8',
};

const untuned: Record<RankerSystemId, number> = {
  distillation: 0,
  distillationRanker: 0,
  distillationBoth: 0,
  listwise: 0,
  listwiseRanker: 0,
  listwiseRankerDistillation: 0,
  rankOrderRanker: 0,
};

/** Which of `trialsOf` the validation classes chose for each system. */
export const chosenTrials: Record<RankerDataset, Record<TunedBottleneck, Record<RankerSystemId, number>>> = {
  grocery: { 16: untuned, 64: untuned },
  emoji: { 16: untuned, 64: untuned },
};
