import { selectBackend } from '../../compute/backend/selectBackend.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { openTrainedModel } from '../../trainedModels/openTrainedModel.js';
import { searchWithGalleryModel } from '../../trainedModels/searchWithGalleryModel.js';
import type { TrainedModel } from '../../trainedModels/trainedModel.js';
import { pictureList } from '../../trainedModels/pictureList.js';
import type { PictureQuery, PictureSearch } from '../../trainedModels/pictureSearch.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { settingsOf } from '../galleryIndex/settingsOf.js';
import { interruption } from '../interruption.js';
import { isOnnxFile, onnxGalleryModel } from '../onnxGalleryModel.js';
import { printJson } from '../output.js';
import { howToShow, terminalStrips, writeSearchPage } from './showFound.js';
import type { TerminalProtocol } from './terminalGraphics.js';

interface Options {
  model: string;
  onnx?: string;
  queries: string[];
  gallery?: string;
  ids?: string;
  idColumn?: string;
  array?: string;
  index?: string;
  indexSettings?: string;
  top: number;
  pictures?: string[];
  thumbnails: 'auto' | 'off' | 'page' | TerminalProtocol;
  page?: string;
  skipBroken?: boolean;
  json: boolean;
}

/** Searches a gallery with pictures, prints what is found and shows it. */
export async function run(options: Options): Promise<void> {
  const { model: name, onnx, queries, top, thumbnails, page, json, indexSettings, ...choices } = options;
  await selectBackend();
  const pictures = pictureList(queries, '--queries');
  const model = isOnnxFile(name)
    ? await openOnnx(name, onnx, pictures.files?.[0]?.path)
    : await openTrainedModel(name);
  const bars = preparationBars();
  try {
    const settings = indexSettings === undefined ? {} : { indexSettings: settingsOf(indexSettings) };
    const search = { ...choices, ...settings, top, onProgress: bars.update, signal: interruption() };
    const found = await model.search(pictures, search);
    bars.stop();
    if (json) printJson(asJson(name, found));
    else await print(found, thumbnails, page);
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

async function print(
  found: PictureSearch,
  thumbnails: Options['thumbnails'],
  page: string | undefined,
): Promise<void> {
  const { name, rows, named } = found.gallery;
  for (const { id, reason } of found.leftOut ?? []) console.error(`Left out as broken: ${id}: ${reason}`);
  console.error(`Gallery: ${name}, ${rows} rows named by ${named}`);
  const shown = await howToShow(page !== undefined && thumbnails === 'auto' ? 'page' : thumbnails);
  const isTerminal = shown !== 'page' && shown !== 'nothing';
  const show = isTerminal ? await terminalStrips(found, shown) : undefined;
  for (const query of found.queries) {
    console.log(query.id);
    await show?.(query);
    for (const { rank, similarity, id } of query.results) {
      console.log(`${String(rank).padStart(5)}  ${similarity.toFixed(4).padStart(7)}  ${id}`);
    }
  }
  if (shown === 'page' || (page !== undefined && thumbnails !== 'off')) {
    await writeSearchPage(found, page ?? workspacePath('data', 'search.html'));
  }
}

function asJson(model: string, { gallery, queries, leftOut }: PictureSearch) {
  return { model, gallery, queries: queries.map(queryAsJson), ...(leftOut && { leftOut }) };
}

function queryAsJson({ id: query, results }: PictureQuery) {
  return {
    query,
    results: results.map(({ rank, id, similarity }) => ({
      rank,
      id,
      similarity: Number(similarity.toFixed(6)),
    })),
  };
}
