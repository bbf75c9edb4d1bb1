import { labelsOf } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { areShared, listQuality } from '../rankers/listQuality.js';
import type { RankedLists } from '../rankers/types.js';
import { exactSearch } from '../retrieval/ranking/exactSearch.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { round } from './evaluateRun.js';
import type { RankedListExample, RankedListQuality } from './runManifest.js';

/** Training pictures whose lists are kept to be looked at, spread evenly, and places of each. */
const [examplePictures, examplePlaces] = [24, 8];

/**
 * How good the lists are that a run was trained on, by the labels of the training pictures, which it did not see.
 * @param rankings by `rankerKey`
 * @param gallery `[N, D]` gallery-model embeddings of the training pictures
 * @returns nothing where no two of the pictures share a label
 */
export async function listQualities(
  dataset: Dataset,
  { fit }: RetrievalSplit,
  rankings: ReadonlyMap<string, RankedLists>,
  gallery: EmbeddingMatrix,
): Promise<RankedListQuality[]> {
  const labels = labelsOf(dataset, fit);
  if (rankings.size === 0 || !areShared(labels)) return [];
  const step = Math.max(1, Math.floor(fit.length / examplePictures));
  const looked = Array.from(fit.keys()).filter((row) => row % step === 0);
  const pictures = looked.slice(0, examplePictures);
  const own = await exactSearch({
    queries: selectRows(gallery, pictures),
    gallery,
    k: examplePlaces,
    selfInGallery: Int32Array.from(pictures),
  });
  const idOf = (row: number): string => dataset.records[fit[row]!]!.id;
  const idsOf = (rows: Int32Array): string[] => Array.from(rows, idOf);
  return Array.from(rankings, ([ranker, lists]) => {
    const { meanAveragePrecision, precisionAt10 } = listQuality(lists, labels);
    const examples = pictures.map((picture, n): RankedListExample => {
      const start = picture * lists.length + 1;
      return {
        picture: idOf(picture),
        galleryModel: idsOf(own.rows.subarray(n * own.k, (n + 1) * own.k).filter((row) => row >= 0)),
        ranker: idsOf(lists.indices.subarray(start, start + Math.min(examplePlaces, lists.length - 1))),
      };
    });
    return {
      ranker,
      places: lists.length,
      meanAveragePrecision: round(100 * meanAveragePrecision, 3),
      precisionAt10: round(100 * precisionAt10, 3),
      examples,
    };
  });
}
