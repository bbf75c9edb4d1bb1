import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { GalleryModelConfigInput } from '../../models/galleryModelConfig.js';

/** The part of a run that a data set decides: where to train, what to search, with which query model. */
export type Setting = Pick<RunConfigInput, 'dataset' | 'split' | 'query' | 'training'> & {
  gallery: GalleryModelConfigInput;
  featureSize: number;
};

/** Data sets that the profiles run on. */
export const datasetNames = ['grocery', 'emoji', 'emoji-small'] as const;
export type DatasetName = (typeof datasetNames)[number];

/** The one that is meant where none is named. */
export const mainDataset = 'grocery' satisfies DatasetName;

const emoji: Setting = {
  dataset: 'emoji',
  split: 'unseen',
  gallery: { name: 'efficientNetLite2', size: 224, pooling: 'gem' },
  query: { kind: 'head', bottleneck: 64 },
  featureSize: 96,
};

/** The main setting of each data set: unseen classes, a linear head as query model. */
export const settings: Record<DatasetName, Setting> = {
  emoji,
  grocery: {
    dataset: 'grocery',
    split: 'unseen',
    gallery: { name: 'efficientNetLite2', size: 320, pooling: 'average' },
    query: { kind: 'head', bottleneck: 64 },
    featureSize: 96,
  },
  // Every fourth class and a short training, for tests.
  'emoji-small': { ...emoji, dataset: 'emoji-small', training: { epochs: 2 } },
};

/** The convolutional query model trained from scratch, per data set. */
export const smallCnnSetting = (dataset: DatasetName): Setting => ({
  ...settings[dataset],
  query: { kind: 'smallCnn', size: 32, width: 1 },
  training: { epochs: 20, learningRate: 3e-3, optimizer: { kind: 'adamW', weightDecay: 1e-4 } },
});

/** A pretrained MobileNetV2 whose every weight is trained on, the largest query model. */
export const tunedNetworkSetting = (dataset: DatasetName): Setting => ({
  ...settings[dataset],
  query: { kind: 'mobileNetV2', size: 64 },
  training: { epochs: 5, learningRate: 1e-3, optimizer: { kind: 'adamW', weightDecay: 1e-4 } },
});
