import { selectBackend } from '../compute/backend/selectBackend.js';
import { readingData } from '../errors.js';
import { memo } from '../base/memo.js';
import { createGalleryModel } from '../models/createGalleryModel.js';
import type { GalleryModel } from '../models/galleryModel.js';
import type { QueryModel } from '../models/queryModel.js';
import { loadQueryModel } from '../models/queryModelFiles.js';
import { readQueryModelManifest } from '../models/queryModelManifest.js';
import { centreCrop } from '../training/augment.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { describeTrainedModel } from './describeTrainedModel.js';
import { embedSquares } from './embedSquares.js';
import { frozenFeatures, pictureSide } from './frozenFeatures.js';
import { pictureList, type PictureList } from './pictureList.js';
import { searchPictures } from './pictureSearch.js';
import { preparationOf } from './preparation.js';
import type { TrainedModel } from './trainedModel.js';
import { readSavedRun, type SavedRun } from './savedRun.js';

/** Pictures that are held in memory at once. */
const picturesPerPart = 256;

export interface OpenModelOptions {
  /** Side of the pictures in front of a head; default: that of the training run. */
  featureSize?: number;
}

/**
 * Opens a query model that `saveTrainedModel` or `asym train` has saved, on the backend that `selectBackend` chooses.
 *
 * @throws RetrievalError (data) when there is no model in the folder, when it is damaged or of another format version, and
 *   when the `run.json` beside it is damaged or belongs to another model.
 * @example
 * import { show } from 'asymmetric-retrieval/report';
 *
 * const trained = await openTrainedModel('models/query');
 * const found = await trained.search('photos/label1', { top: 5 });
 * console.log(found.queries.length, found.queries[0]!.results.length); // 6 5
 * await show(found); // in a notebook: the pictures, a row for each query
 * trained.dispose();
 */
export async function openTrainedModel(
  folder: string,
  options: OpenModelOptions = {},
): Promise<TrainedModel> {
  await selectBackend();
  const { model, run } = await readingData(() => readModelAndRun(folder));
  const config = run?.manifest.config;
  const featureSize = options.featureSize ?? config?.featureSize;
  const preparation = () => preparationOf(pictureSide(model, featureSize), config);
  let network: GalleryModel | undefined;
  const features = memo(
    () => '',
    () => frozenFeatures(model, featureSize),
  );
  const frozen = memo(
    () => '',
    async () => {
      const { name, size, pooling } = (await features()) ?? {};
      return name && (network = await createGalleryModel({ name, size, pooling }));
    },
  );
  const prepare = async (list: PictureList, rows: ArrayLike<number>): Promise<Float32Array> => {
    const { scaled, size, framing } = preparation();
    return Float32Array.from(centreCrop(await list.pixels(rows, { size: scaled, framing }), scaled, size));
  };
  const embedPrepared = async (squares: Float32Array): Promise<EmbeddingMatrix> => {
    const { size } = preparation();
    return embedSquares(model, await frozen(), squares, squares.length / (size * size * 3));
  };
  const embed = async (list: PictureList): Promise<EmbeddingMatrix> => {
    const count = list.ids.length;
    const data = new Float32Array(count * model.dimension);
    for (let first = 0; first < count; first += picturesPerPart) {
      const rows = Array.from({ length: Math.min(picturesPerPart, count - first) }, (_, n) => first + n);
      data.set((await embedPrepared(await prepare(list, rows))).data, first * model.dimension);
    }
    return embeddingMatrix(data, count, model.dimension);
  };
  return {
    folder,
    model,
    ...(run && { run }),
    dimension: model.dimension,
    preparation,
    features,
    prepare: async (pictures) => {
      const list = pictureList(pictures);
      const rows = list.ids.map((_, n) => n);
      return prepare(list, rows);
    },
    embedSquares: embedPrepared,
    embed: async (pictures) => embed(pictureList(pictures)),
    search: (queries, searchOptions) =>
      searchPictures({ run: config, dimension: model.dimension, embed }, queries, searchOptions),
    describe: () => describeTrainedModel(model, run, preparation),
    dispose() {
      network?.dispose();
      model.dispose();
    },
  };
}

interface ModelAndRun {
  model: QueryModel;
  run: SavedRun | undefined;
}

/** Reads again when another model was saved to the folder in the meantime, so that model and run belong together. */
async function readModelAndRun(folder: string): Promise<ModelAndRun> {
  const before = await readQueryModelManifest(folder);
  const [outcome] = await Promise.allSettled([readBoth(folder)]);
  const after = await readQueryModelManifest(folder);
  if (JSON.stringify(before) === JSON.stringify(after)) {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }
  if (outcome.status === 'fulfilled') outcome.value.model.dispose();
  return readModelAndRun(folder);
}

async function readBoth(folder: string): Promise<ModelAndRun> {
  const model = await loadQueryModel(folder);
  try {
    return { model, run: await readSavedRun(folder, model.config) };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
