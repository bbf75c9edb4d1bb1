import type { DatasetName } from './settings.js';

/** How the study looks at a data set and speaks of it. */
interface StudiedDataset {
  /** In a sentence, after "on". */
  inWords: string;
  /** End of the names of its figures. */
  figureSuffix: string;
  /** Depth at which order consistency is set against mAP: what fits the number of positives of a query. */
  predictorDepth: 10 | 100;
}

const emoji: StudiedDataset = {
  inWords: 'emoji',
  figureSuffix: '-emoji',
  predictorDepth: 10,
};

export const studiedDatasets: Readonly<Record<DatasetName, StudiedDataset>> = {
  emoji,
  grocery: {
    inWords: 'groceries',
    figureSuffix: '',
    predictorDepth: 100,
  },
  'emoji-small': emoji,
};
