import { workspacePath } from '../../base/files/workspacePath.js';
import type { Progress } from '../../base/progress.js';
import { creditLine } from '../../datasets/creditLine.js';
import { openDataset } from '../../datasets/openDataset.js';
import type { PhotoModel } from '../../extraction/photoModel.js';
import { openSearchedGallery, type GalleryChoices } from '../../trainedModels/searchedGallery.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import type { Exhibit, ShownModel } from './exhibit.js';
import { checkSameSpace } from './checkSameSpace.js';
import { galleryPictures, type EncodedPictures } from './galleryPictures.js';
import type { NamedModel } from './groceryModels.js';
import { openModel, type OpenedModel } from './openedModel.js';
import { embedderOfRun, pictureEmbedder } from './pictureEmbedder.js';
import { tabModel } from './tabModel.js';

export interface ExhibitOptions extends GalleryChoices {
  /** Folder of the gallery's pictures, found by their ids; default: the data set of the training run. */
  pictures?: string;
  /** Pictures that are at hand encoded, by their ids. */
  encoded?: EncodedPictures;
  /** The gallery model; default: that of the training run. */
  galleryModel?: { model: PhotoModel; square?: number };
  /** Told about each step in a sentence. */
  onStep?: (sentence: string) => void;
  onProgress?: Progress;
  signal?: AbortSignal;
}

/**
 * Opens all that a demo shows. Each query model is exported for browsers once, to `data/cache/demo`.
 *
 * @param models at least one; all of them search the same gallery
 * @throws RetrievalError for models of different galleries, and for a gallery that can't be searched with them.
 */
export async function openExhibit(
  models: readonly NamedModel[],
  { pictures, encoded, galleryModel, onStep, onProgress, signal, ...choices }: ExhibitOptions = {},
): Promise<Exhibit> {
  await selectBackend();
  const opened = await Promise.all(models.map(({ folder }) => openModel(folder)));
  const [{ run, dimension }] = opened as [OpenedModel];
  checkSameSpace(opened, choices.gallery !== undefined);
  const shown: ShownModel[] = [];
  for (const [n, { label, folder }] of models.entries()) {
    signal?.throwIfAborted();
    const step = (sentence: string): void => onStep?.(`${label}: ${sentence}`);
    const out = workspacePath('data', 'cache', 'demo', 'exports', opened[n]!.key);
    shown.push({ label, ...(await tabModel(folder, out, { onStep: step, onProgress })) });
  }
  const gallery = await openSearchedGallery(choices, run, dimension, { onProgress, signal });
  const place = pictures ?? run?.dataset;
  // A model travels without its data set: the page then has no pictures, and says so.
  const dataset =
    pictures !== undefined
      ? await openDataset(pictures, onProgress)
      : place && (await openDataset(place, onProgress, run).catch(() => undefined));
  return {
    models: shown,
    gallery: {
      ...gallery,
      columns: dimension,
      credit: dataset ? creditLine(dataset.attributions) : '',
      ...galleryPictures(gallery, dataset || undefined, encoded),
    },
    galleryModel: galleryModel
      ? pictureEmbedder(galleryModel.model, galleryModel.square, dimension)
      : await embedderOfRun(run, dimension),
  };
}
