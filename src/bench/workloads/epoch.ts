import * as tf from '@tensorflow/tfjs-core';
import { openDataset } from '../../datasets/openDataset.js';
import { createLoss } from '../../losses/createLoss.js';
import { createQueryModel } from '../../models/createQueryModel.js';
import { unitRows } from '../../models/unitRows.js';
import { randomSource } from '../../base/randomSource.js';
import { pixelBatches } from '../../training/pixelBatches.js';
import { trainingSchema } from '../../training/config.js';
import { trainQueryModel } from '../../training/trainQueryModel.js';
import type { BatchSource } from '../../training/batchSource.js';
import type { Workload } from '../types.js';

const [size, stored, batchSize, dimension] = [64, 72, 64, 1280];
/** Longer sets are cut: what is asked is a share, and it does not depend on the length. */
const mostPictures = 1536;

/** One epoch of the small CNN on a data set; arguments: data set, `whole` or `steps` (batches made beforehand). */
export async function epoch(_: string, [name, form]: string[]): Promise<Workload> {
  const dataset = await openDataset(name as Parameters<typeof openDataset>[0]);
  const rows = Object.values(dataset.splits)[0]!.fit.subarray(0, mostPictures);
  const pixels = await dataset.pixels(rows, { size: stored, framing: 'drawing' });
  const model = await createQueryModel({ kind: 'smallCnn', size }, randomSource(1, 'weights'), { dimension });
  const loss = createLoss({ kind: 'featureRegression' });
  const gallery = tf.tidy(() =>
    unitRows(tf.randomNormal<tf.Rank.R2>([rows.length, dimension], 0, 1, 'float32', 3)),
  );
  const whole = pixelBatches(pixels, stored, size);
  const source = form === 'whole' ? whole : await madeBeforehand(whole);
  const training = trainingSchema.parse({ epochs: 1, batchSize });
  let losses: number[] = [];
  return {
    run: async () => {
      ({ losses } = await trainQueryModel({ model, loss, source, gallery, training, seed: 1 }));
    },
    check: () => ({ steps: [losses.length] }),
  };
}

/** The same batches again and again, ready to be fed. */
async function madeBeforehand(source: BatchSource): Promise<BatchSource> {
  const batches: { values: Float32Array; shape: number[]; anchors: Int32Array }[] = [];
  for await (const { input, anchors } of source.epoch(batchSize, randomSource(1, 'batches'))) {
    batches.push({ values: input.dataSync<'float32'>().slice(), shape: input.shape, anchors });
    input.dispose();
  }
  return {
    size: source.size,
    // eslint-disable-next-line @typescript-eslint/require-await
    async *epoch() {
      for (const { values, shape, anchors } of batches) yield { input: tf.tensor(values, shape), anchors };
    },
  };
}
