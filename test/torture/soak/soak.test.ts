import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../../src/losses/createLoss.js';
import { pixelBatches } from '../../../src/training/pixelBatches.js';
import { trainingSchema } from '../../../src/training/config.js';
import { trainQueryModel } from '../../../src/training/trainQueryModel.js';
import { openTrainedModel } from '../../../src/trainedModels/openTrainedModel.js';
import { saveTrainedModel } from '../../../src/trainedModels/saveTrainedModel.js';
import { unitRows } from '../../helpers/tensors.js';
import {
  dimension,
  toyFolder,
  toyModel,
  writeToyVectors,
  type ToyFolder,
} from '../../trainedModels/toyModel.js';
import { tally } from '../amounts.js';

const minutes = Number(process.env.ASYMMETRIC_SOAK_MINUTES ?? 0.1);
/** Rounds before memory counts: caches fill and code is compiled. */
const warm = 8;
/** Bytes by which a round may let the process grow, in the mean; in few rounds the collector's moments outweigh that. */
const mostPerRound = minutes < 1 ? 2 ** 22 : 2 ** 19;

let toy: ToyFolder;
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  await writeToyVectors(toy);
});
afterAll(() => toy.remove());

/** Trains a model, saves it, opens it, and searches with it. */
async function round(seed: number): Promise<void> {
  const pixels = Uint8Array.from({ length: 16 * 36 * 36 * 3 }, () => randomSource(seed).integer(256));
  const model = await toyModel(toy.config, seed);
  const gallery = unitRows(16, dimension, seed);
  const loss = createLoss({ kind: 'featureRegression' });
  const training = trainingSchema.parse({ epochs: 2, batchSize: 8 });
  await trainQueryModel({
    model,
    loss,
    source: pixelBatches(pixels, 36, 32, { flip: true }),
    gallery,
    training,
    seed,
  });
  const folder = join(toy.folder, 'model');
  await saveTrainedModel(folder, { model, config: toy.config });
  const trained = await openTrainedModel(folder);
  const { queries } = await trained.search(toy.photos, { gallery: join(toy.folder, 'vectors.npy'), top: 3 });
  expect(queries).toHaveLength(16);
  trained.dispose();
  model.dispose();
  loss.dispose?.();
  gallery.dispose();
}

test(
  'training, saving and searching again and again leaves no tensor and lets no memory grow',
  async () => {
    const end = performance.now() + 60_000 * minutes;
    const sizes: number[] = [];
    let tensors = 0;
    for (let n = 0; n < warm + 10 || performance.now() < end; n++) {
      await round(n);
      if (n === warm) tensors = tf.memory().numTensors;
      if (n >= warm) sizes.push(process.memoryUsage.rss());
    }
    expect(tf.memory().numTensors).toBe(tensors);
    expect(slope(sizes), `resident bytes: ${sizes.slice(0, 20).join(', ')} ...`).toBeLessThan(mostPerRound);
    tally('rounds', 'soak', warm + sizes.length);
  },
  60_000 * (minutes + 2),
);

/** Of the line through numbers in a row, by least squares. */
function slope(values: number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [above, below] = [0, 0];
  values.forEach((value, n) => {
    above += (n - middle) * (value - mean);
    below += (n - middle) ** 2;
  });
  return above / below;
}
