import { join } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { Progress } from '../../base/progress.js';
import { creditLine } from '../../datasets/creditLine.js';
import { openDataset } from '../../datasets/openDataset.js';
import type { Dataset } from '../../datasets/types.js';
import { RetrievalError } from '../../errors.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { PhotoModel } from '../../extraction/photoModel.js';
import { openIndex } from '../../galleryIndex/openIndex.js';
import { indexedGallery } from '../../trainedModels/indexedGallery.js';
import {
  openSearchedGallery,
  type GalleryChoices,
  type SearchedGallery,
} from '../../trainedModels/searchedGallery.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { checkEmbedder } from './checkEmbedder.js';
import type { Exhibit, ShownGallery, ShownModel } from './exhibit.js';
import { checkSameSpace } from './checkSameSpace.js';
import { galleryPictures, type EncodedPictures } from './galleryPictures.js';
import type { NamedModel } from './groceryModels.js';
import { openModel, type OpenedModel } from './openedModel.js';
import { embedderOfRun, pictureEmbedder, type PictureSettings } from './pictureEmbedder.js';
import { tabModel } from './tabModel.js';

export interface ExhibitOptions extends GalleryChoices {
  /** Folder of the gallery's pictures, found by their ids; default: the data set of the training run. */
  pictures?: string;
  /** Pictures that are at hand encoded, by their ids. */
  encoded?: EncodedPictures;
  /** The gallery model; default: that of the training run. */
  galleryModel?: { model: PhotoModel } & PictureSettings;
  /** Where the query models are exported to; default `data/cache/demo/exports` of the workspace. */
  exports?: string;
  /** Told about each step in a sentence. */
  onStep?: (sentence: string) => void;
  onProgress?: Progress;
  signal?: AbortSignal;
  /** Folder of an index that is searched instead of a file, and settings of its searches. */
  index?: string;
  indexSettings?: object;
}

/**
 * Opens all that a demo shows. Each query model is exported for browsers once, to `data/cache/demo`.
 *
 * @param models at least one; all of them search the same gallery
 * @throws RetrievalError for models of different galleries, and for a gallery that can't be searched with them.
 */
export async function openExhibit(
  models: readonly NamedModel[],
  {
    pictures,
    encoded,
    galleryModel,
    exports,
    onStep,
    onProgress,
    signal,
    index,
    indexSettings,
    ...choices
  }: ExhibitOptions = {},
): Promise<Exhibit> {
  await selectBackend();
  const opened = await Promise.all(models.map(({ folder }) => openModel(folder)));
  const [{ run, dimension }] = opened as [OpenedModel];
  checkSameSpace(opened, (index ?? choices.gallery) !== undefined);
  const shown: ShownModel[] = [];
  for (const [n, { label, folder }] of models.entries()) {
    signal?.throwIfAborted();
    const step = (sentence: string): void => onStep?.(`${label}: ${sentence}`);
    const out = join(exports ?? workspacePath('data', 'cache', 'demo', 'exports'), opened[n]!.key);
    shown.push({ label, ...(await tabModel(folder, out, { onStep: step, onProgress })) });
  }
  const gallery =
    index === undefined
      ? await openSearchedGallery(choices, run, dimension, { onProgress, signal })
      : await indexedGallery(await openIndex(index, signal), indexSettings, run, dimension);
  const dataset = await datasetOf(pictures, run, onProgress);
  if (pictures !== undefined && dataset) checkFound(gallery, dataset, pictures);
  const shownGallery: ShownGallery = {
    ...gallery,
    columns: dimension,
    credit: dataset ? creditLine(dataset.attributions) : '',
    ...galleryPictures(gallery, dataset, encoded),
  };
  const embedder = galleryModel
    ? pictureEmbedder(galleryModel.model, galleryModel, dimension)
    : await embedderOfRun(run, dimension);
  if ('embed' in embedder) {
    const cosine = await checkEmbedder(embedder, shownGallery);
    if (cosine !== undefined)
      onStep?.(
        `Gallery model ${embedder.name}: cosine ${cosine.toFixed(3)} between its vector of a small copy and the gallery's, of one picture`,
      );
  }
  return { models: shown, gallery: shownGallery, galleryModel: embedder };
}

/** The pictures of the gallery; a model travels without those of its training, and the page then shows none. */
async function datasetOf(
  pictures: string | undefined,
  run: RunConfig | undefined,
  onProgress: Progress | undefined,
): Promise<Dataset | undefined> {
  if (pictures !== undefined) return openDataset(pictures, onProgress);
  return run && openDataset(run.dataset, onProgress, run).catch(() => undefined);
}

/** A folder without a single picture of the gallery is another one. */
function checkFound(gallery: SearchedGallery, { records }: Dataset, pictures: string): void {
  const { rows, named } = gallery;
  const known = new Set(records.map((record) => record.id));
  for (let row = 0; row < rows; row++) if (known.has(gallery.id(row))) return;
  throw new RetrievalError({
    what: 'None of the pictures belongs to the gallery',
    where: pictures,
    expected: `pictures called as the gallery's rows by ${named}, such as ${JSON.stringify(gallery.id(0))}`,
    found: JSON.stringify(records[0]!.id),
    fix: 'name the folder that the vectors were made from, or their ids with --ids',
    kind: 'usage',
  });
}
