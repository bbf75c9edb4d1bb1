import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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
import { isLong, tally } from '../amounts.js';

const minutes = Number(process.env.ASYMMETRIC_SOAK_MINUTES ?? 0.1);
/** Rounds before memory counts: caches fill and code is compiled. */
const warm = 8;
/**
 * MiB by which the rounds of the second half may let memory grow, however many they are: of JavaScript's after its garbage
 * is collected, for code that goes on being compiled; of the process, for the pieces in which the allocator takes memory
 * from the system and gives it back, up to 17 MiB at a time. An hour shows what a round loses from 10 kB on.
 */
const most = { heap: 8, resident: 32 };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let toy: ToyFolder;
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  await writeToyVectors(toy);
});
afterAll(() => toy.remove());

const failure = 'a loss that fails';
function fails(): never {
  throw new Error(failure);
}

/** Trains a model, once more in vain, saves it, opens it, and searches with it. */
async function round(seed: number): Promise<void> {
  const pixels = Uint8Array.from({ length: 16 * 36 * 36 * 3 }, () => randomSource(seed).integer(256));
  const model = await toyModel(toy.config, seed);
  const gallery = unitRows(16, dimension, seed);
  const loss = createLoss({ kind: 'featureRegression' });
  const training = trainingSchema.parse({ epochs: 2, batchSize: 8 });
  const source = pixelBatches(pixels, 36, 32, { flip: true });
  await trainQueryModel({ model, loss, source, gallery, training, seed });
  const failing = { ...loss, compute: fails };
  // What `expect(...).rejects` is given stays until the test ends.
  const error: unknown = await trainQueryModel({
    ...{ model, source, gallery, training, seed },
    loss: failing,
  }).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain(failure);
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

interface Memory {
  /** Bytes of JavaScript's objects, and of what they hold outside. */
  heap: number;
  /** Bytes of the process. */
  resident: number;
}

/** What is held once garbage is collected; what it held outside goes a turn later. */
async function memory(): Promise<Memory> {
  for (let time = 0; time < 2; time++) {
    collect();
    await setImmediate();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, resident: rss };
}

/** How many tensors, listeners and files are there. */
function counts() {
  const listeners = process.eventNames().map((name) => process.listenerCount(name));
  return {
    tensors: tf.memory().numTensors,
    listeners: listeners.reduce((sum, count) => sum + count, 0),
    files: existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0,
  };
}

test(
  'training, saving and searching again and again leaves no tensor and lets no memory grow',
  async () => {
    const end = performance.now() + 60_000 * minutes;
    for (let n = 0; n < warm; n++) await round(n);
    const before = counts();
    const held: Memory[] = [];
    for (let n = 0; n < 10 || performance.now() < end; n++) {
      await round(warm + n);
      held.push(await memory());
    }
    expect(counts()).toEqual(before);
    const grown = { heap: growth(held, 'heap'), resident: growth(held, 'resident') };
    const words = `MiB in ${Math.ceil(held.length / 2)} rounds: ${JSON.stringify(grown)}`;
    if (isLong) console.log(words);
    expect(grown.heap, words).toBeLessThan(most.heap);
    expect(grown.resident, words).toBeLessThan(most.resident);
    tally('rounds', 'soak', warm + held.length);
  },
  60_000 * (minutes + 2),
);

/** MiB by which the second half grows, by the line through it. */
function growth(held: Memory[], what: keyof Memory): number {
  const half = held.slice(Math.floor(held.length / 2)).map((memory) => memory[what]);
  return (slope(half) * half.length) / 2 ** 20;
}

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
