import { checkIndex } from '../../../galleryIndex/checkIndex.js';
import { neighbourLists } from '../../../galleryIndex/neighbourLists.js';
import { openIndex, type GalleryIndex } from '../../../galleryIndex/openIndex.js';
import { writeLists } from '../../../rankers/listFile/writeLists.js';
import { preparationBars } from '../../../report/notebook/preparationBars.js';
import { rowsOf } from '../../../vectors/gallery/gallerySource.js';
import type { EmbeddingMatrix } from '../../../vectors/embeddingMatrix.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { checkListsFile } from '../../rank/listsFile.js';
import { settingsOf } from '../settingsOf.js';

interface Options {
  index: string;
  out: string;
  length: number;
  set?: string[];
  overwrite: boolean;
  json: boolean;
}

/** Vectors whose lists are held against exact search. */
const most = 100;

/** Writes the nearest of every vector of an index, and says how they differ from exact ones. */
export async function run(options: Options): Promise<void> {
  const { index: folder, out, length, set = [], overwrite, json } = options;
  await checkListsFile(out, { overwrite });
  const settings = set.length > 0 ? settingsOf(set.join(',')) : {};
  const signal = interruption();
  const bars = preparationBars();
  const index = await openIndex(folder, signal);
  try {
    const start = performance.now();
    const { lists, ids } = await neighbourLists(index, { length, settings, onProgress: bars.update, signal });
    const seconds = (performance.now() - start) / 1000;
    bars.stop();
    await writeLists(out, lists, ids);
    const { searches } = await checkIndex({
      index,
      queries: await firstVectors(index),
      k: length,
      settings: [settings],
      signal,
    });
    const { recall, orderConsistency } = searches[0]!;
    if (json)
      return printJson({ index: folder, out, lists: lists.rows, length, seconds, recall, orderConsistency });
    console.log(`${lists.rows} lists of ${length} in ${out} (${seconds.toFixed(1)} s)`);
    console.log(
      `Of ${Math.min(most, lists.rows)} of them, ${(100 * recall).toFixed(1)} % of the exact ones are found, and ${(100 * orderConsistency).toFixed(1)} % of the pairs are in their order`,
    );
    const neighbours = JSON.stringify({
      from: 'ranker',
      count: Math.min(length, 50),
      ranker: { kind: 'file', file: out },
    });
    console.log(`A training goes by them with --set 'loss.neighbours=${neighbours}'`);
  } finally {
    bars.stop();
    await index.close();
  }
}

/** Vectors of the first rows that the index holds. */
async function firstVectors(index: GalleryIndex): Promise<EmbeddingMatrix> {
  for await (const { vectors } of index.held()) return rowsOf(vectors, 0, Math.min(most, vectors.rows));
  return { data: new Float32Array(0), rows: 0, columns: index.record().columns };
}
