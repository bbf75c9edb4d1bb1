import { memo } from '../base/memo.js';
import type { Progress } from '../base/progress.js';
import { labelsOf } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { cropsPerPicture } from '../extraction/featureCrops.js';
import { bankNeighbours, checkScores, rankersOf, type CompleteLoss } from '../losses/lossConfig.js';
import { rankerKey } from '../losses/neighbourSource.js';
import { givesScores, type RankedVectorsConfig, type RankerConfig } from '../rankers/rankerConfig.js';
import { rankLists } from '../rankers/rankLists.js';
import type { RankedLists } from '../rankers/types.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { prepareGallery } from './prepareGallery.js';
import { splitFeatures } from './prepareInput.js';
import { rawGallery } from './rawGallery.js';
import type { RunConfig } from './runConfig.js';

/** The part of a run's configuration that decides what a ranker compares. */
export type RankingSettings = Pick<
  RunConfig,
  'gallery' | 'galleryPhotos' | 'galleryTreatment' | 'whitenedDimension' | 'featureSize'
>;

/**
 * The lists that a ranker gives the training pictures of a split.
 * @param length places of each list; fewer where there are not as many pictures
 */
export const rankingOf = memo(
  (
    dataset: Dataset,
    split: RetrievalSplit,
    { gallery, galleryPhotos, galleryTreatment, whitenedDimension, featureSize }: RankingSettings,
    ranker: RankerConfig,
    length: number,
    _onProgress?: Progress,
    _signal?: AbortSignal,
  ) =>
    JSON.stringify([
      [dataset.fingerprint, split.name, gallery, galleryPhotos, galleryTreatment, whitenedDimension],
      [featureSize, ranker, length],
    ]),
  async (dataset, split, settings, ranker, length, onProgress, signal): Promise<RankedLists> => {
    const { fit } = await prepareGallery(dataset, split, settings, onProgress, signal);
    const vectors = async (source: RankedVectorsConfig): Promise<EmbeddingMatrix> => {
      if (source.name === 'gallery') return fit;
      if (source.name === 'queryFeatures') {
        const features = await splitFeatures(dataset, split, settings.featureSize, onProgress, signal);
        return meanOfCrops(features.fit);
      }
      const { embeddings } = await rawGallery(dataset, source, undefined, onProgress, signal);
      return selectRows(embeddings, split.fit);
    };
    const input = {
      gallery: fit,
      labels: labelsOf(dataset, split.fit),
      ids: Array.from(split.fit, (record) => dataset.records[record]!.id),
      vectors,
    };
    return rankLists(ranker, input, Math.min(length, fit.rows));
  },
);

/**
 * The lists of every ranker that a loss names, by `rankerKey`.
 * @throws RetrievalError (usage) for a loss that looks at scores where the lists have none.
 */
export async function rankingsOf(
  dataset: Dataset,
  split: RetrievalSplit,
  config: RankingSettings & { loss: CompleteLoss },
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<Map<string, RankedLists>> {
  checkScores(config.loss, givesScores);
  const rankings = new Map<string, RankedLists>();
  const length = bankNeighbours(config.loss);
  for (const ranker of rankersOf(config.loss)) {
    const lists = await rankingOf(dataset, split, config, ranker, length, onProgress, signal);
    rankings.set(rankerKey(ranker), lists);
  }
  checkScores(config.loss, (ranker) => rankings.get(rankerKey(ranker))!.scores !== undefined);
  return rankings;
}

/** `[crops N, F]` -> `[N, F]` */
function meanOfCrops({ data, rows, columns }: EmbeddingMatrix): EmbeddingMatrix {
  const pictures = rows / cropsPerPicture;
  const means = new Float32Array(pictures * columns);
  for (let row = 0; row < rows; row++) {
    const start = Math.floor(row / cropsPerPicture) * columns;
    for (let d = 0; d < columns; d++) means[start + d]! += data[row * columns + d]! / cropsPerPicture;
  }
  return { data: means, rows: pictures, columns };
}
