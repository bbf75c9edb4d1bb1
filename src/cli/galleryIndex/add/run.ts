import { readingData } from '../../../errors.js';
import { addToIndex } from '../../../galleryIndex/changeIndex.js';
import { preparationBars } from '../../../report/notebook/preparationBars.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { indexAsJson } from '../describeIndex.js';
import { openVectors, type VectorOptions } from '../openVectors.js';

/** Adds a file of vectors to an index. */
export async function run(options: VectorOptions & { index: string; json: boolean }): Promise<void> {
  const { index: folder, json } = options;
  const gallery = await readingData(() => openVectors(options));
  const bars = preparationBars();
  const record = await addToIndex(folder, gallery, {
    onProgress: bars.update,
    signal: interruption(),
  }).finally(bars.stop);
  if (json) return printJson({ index: folder, ...indexAsJson(record), added: gallery.rows });
  console.log(`${folder}: ${gallery.rows} vectors added, ${record.rows - record.removed} in all`);
}
