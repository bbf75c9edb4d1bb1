import type { DatasetName } from './settings.js';

/** How the study looks at a data set and speaks of it. */
interface StudiedDataset {
  /** In a sentence, after "on". */
  inWords: string;
  /** End of the names of its figures. */
  figureSuffix: string;
  /** Depth at which order consistency is set against mAP: what fits the number of positives of a query. */
  predictorDepth: 10 | 100;
  /** Bottlenecks that the profile `quick` compares with that of the main setting. */
  quickBottlenecks: number[];
}

const emoji: StudiedDataset = {
  inWords: 'emoji',
  figureSuffix: '',
  predictorDepth: 10,
  quickBottlenecks: [16],
};

export const studiedDatasets: Readonly<Record<DatasetName, StudiedDataset>> = {
  emoji,
  grocery: {
    inWords: 'groceries',
    figureSuffix: '-grocery',
    predictorDepth: 100,
    quickBottlenecks: [64],
  },
  'emoji-small': emoji,
};
