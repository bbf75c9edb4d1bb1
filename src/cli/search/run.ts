import { selectBackend } from '../../compute/backend/selectBackend.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { openTrainedModel } from '../../trainedModels/openTrainedModel.js';
import { pictureList } from '../../trainedModels/pictureList.js';
import type { PictureQuery, PictureSearch } from '../../trainedModels/pictureSearch.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { howToShow, terminalStrips, writeSearchPage } from './showFound.js';
import type { TerminalProtocol } from './terminalGraphics.js';

interface Options {
  model: string;
  queries: string[];
  gallery?: string;
  ids?: string;
  array?: string;
  top: number;
  pictures?: string[];
  thumbnails: 'auto' | 'off' | 'page' | TerminalProtocol;
  page?: string;
  json: boolean;
}

/** Searches a gallery with pictures, prints what is found and shows it. */
export async function run(options: Options): Promise<void> {
  const { model: folder, queries, top, thumbnails, page, json, ...choices } = options;
  await selectBackend();
  const pictures = pictureList(queries, '--queries');
  const trained = await openTrainedModel(folder);
  const bars = preparationBars();
  try {
    const search = { ...choices, top, onProgress: bars.update, signal: interruption() };
    const found = await trained.search(pictures, search);
    bars.stop();
    if (json) printJson({ model: folder, gallery: found.gallery, queries: found.queries.map(asJson) });
    else await print(found, thumbnails, page);
  } finally {
    bars.stop();
    trained.dispose();
  }
}

async function print(
  found: PictureSearch,
  thumbnails: Options['thumbnails'],
  page: string | undefined,
): Promise<void> {
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

function asJson({ id: query, results }: PictureQuery) {
  return {
    query,
    results: results.map(({ rank, id, similarity }) => ({
      rank,
      id,
      similarity: Number(similarity.toFixed(6)),
    })),
  };
}
