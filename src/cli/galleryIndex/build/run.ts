import { readingData } from '../../../errors.js';
import { buildIndex } from '../../../galleryIndex/buildIndex.js';
import { engineConfig, engines } from '../../../galleryIndex/engines.js';
import { openIndex } from '../../../galleryIndex/openIndex.js';
import { preparationBars } from '../../../report/notebook/preparationBars.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { writtenRecipe } from '../../writtenRecipe.js';
import { describeIndex, indexAsJson } from '../describeIndex.js';
import { openVectors, type VectorOptions } from '../openVectors.js';

type Options = VectorOptions & { index: string; engine: string; json: boolean };

/** Builds an index and says what it is. */
export async function run(options: Options): Promise<void> {
  const { index: folder, json } = options;
  const engine = await writtenRecipe(options.engine, {
    what: 'engine of an index',
    where: '--engine',
    kinds: Object.keys(engines),
    example: '{"kind":"lancedb","search":"hnswSq"}',
    list: 'asym list indexes',
  });
  const config = engineConfig(engine as { kind: string });
  const gallery = await readingData(() => openVectors(options));
  const bars = preparationBars();
  const start = performance.now();
  const record = await buildIndex(folder, gallery, {
    engine: config,
    onProgress: bars.update,
    signal: interruption(),
  }).finally(bars.stop);
  const seconds = (performance.now() - start) / 1000;
  const index = await openIndex(folder);
  const bytes = await index.bytes().finally(() => index.close());
  if (json) return printJson({ index: folder, ...indexAsJson(record), bytes, seconds });
  console.log(`${folder}: ${describeIndex(record, bytes)}, in ${seconds.toFixed(1)} s`);
  console.log('What it does to the order of what is found: asym index check');
}
