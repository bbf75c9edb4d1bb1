import { selectBackend } from '../../compute/backend/selectBackend.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { openTrainedModel } from '../../trainedModels/openTrainedModel.js';
import { searchWithGalleryModel } from '../../trainedModels/searchWithGalleryModel.js';
import type { TrainedModel } from '../../trainedModels/trainedModel.js';
import { pictureList } from '../../trainedModels/pictureList.js';
import type { PictureSearch } from '../../trainedModels/pictureSearch.js';
import { interruption } from '../interruption.js';
import { isOnnxFile, onnxGalleryModel } from '../onnxGalleryModel.js';
import { printJson } from '../output.js';

interface Options {
  model: string;
  onnx?: string;
  queries: string[];
  gallery?: string;
  ids?: string;
  idColumn?: string;
  array?: string;
  top: number;
  skipBroken?: boolean;
  json: boolean;
}

/** Searches a gallery with pictures and prints what is found. */
export async function run({ model: name, onnx, queries, top, json, ...choices }: Options): Promise<void> {
  await selectBackend();
  const pictures = pictureList(queries, '--queries');
  const model = isOnnxFile(name)
    ? await openOnnx(name, onnx, pictures.files?.[0]?.path)
    : await openTrainedModel(name);
  const bars = preparationBars();
  try {
    const options = { ...choices, top, onProgress: bars.update, signal: interruption() };
    const found = await model.search(pictures, options);
    bars.stop();
    print(found, name, json);
  } finally {
    bars.stop();
    model.dispose();
  }
}

async function openOnnx(
  file: string,
  fields: string | undefined,
  picture: string | undefined,
): Promise<Pick<TrainedModel, 'search' | 'dispose'>> {
  const model = await onnxGalleryModel(file, fields, picture);
  return {
    search: (queries, options = {}) => searchWithGalleryModel(model, queries, options),
    dispose: () => model.dispose(),
  };
}

function print({ gallery, queries, leftOut }: PictureSearch, model: string, json: boolean): void {
  const found = queries.map(({ id: query, results }) => ({
    query,
    results: results.map(({ rank, id, similarity }) => ({
      rank,
      id,
      similarity: Number(similarity.toFixed(6)),
    })),
  }));
  if (json) return printJson({ model, gallery, queries: found, ...(leftOut && { leftOut }) });
  const { name, rows, named } = gallery;
  for (const { id, reason } of leftOut ?? []) console.error(`Left out as broken: ${id}: ${reason}`);
  console.error(`Gallery: ${name}, ${rows} rows named by ${named}`);
  for (const { query, results } of found) {
    console.log(query);
    for (const { rank, similarity, id } of results) {
      console.log(`${String(rank).padStart(5)}  ${similarity.toFixed(4).padStart(7)}  ${id}`);
    }
  }
}
