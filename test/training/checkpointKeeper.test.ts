import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import type { LossConfig } from '../../src/losses/registry.js';
import type { Loss } from '../../src/losses/types.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { describeFeatures } from '../../src/models/describeFeatures.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { featureBatches, type BatchSource } from '../../src/training/batchSource.js';
import { trainingSchema } from '../../src/training/config.js';
import { embedAll } from '../../src/training/embedAll.js';
import { pixelBatches } from '../../src/training/pixelBatches.js';
import {
  checkpointFiles,
  readCheckpoint,
  type TrainingCheckpoint,
} from '../../src/training/trainingCheckpoint.js';
import { trainQueryModel } from '../../src/training/trainQueryModel.js';
import { unitRows } from '../helpers/tensors.js';

const [pictures, columns, crops, dimension] = [36, 12, 3, 8];
const labels = Int32Array.from({ length: pictures }, (_, n) => n % 6);
let features: Float32Array;
let gallery: tf.Tensor2D;
const pixels = Uint8Array.from({ length: pictures * 36 * 36 * 3 }, (_, n) => (n * n) % 251);

beforeAll(() => selectBackend());
beforeEach(() => {
  features = unitRows(pictures * crops, columns, 1).dataSync<'float32'>();
  gallery = unitRows(pictures, dimension, 2);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(() => vi.restoreAllMocks());

interface Setting {
  loss: LossConfig;
  optimizer?: 'adamW' | 'sgd';
  isOfPixels?: boolean;
}

/** Trains from some first weights; stops before a step, or goes on from a checkpoint. */
async function train(
  { loss: config, optimizer = 'adamW', isOfPixels = false }: Setting,
  { stopAt, from, weights = 3 }: { stopAt?: number; from?: TrainingCheckpoint; weights?: number } = {},
) {
  const model = isOfPixels ? await smallCnn(weights) : await head(weights);
  const source: BatchSource = isOfPixels
    ? pixelBatches(pixels, 36, 32, { flip: true })
    : featureBatches(features, columns, crops);
  const loss = createLoss(config);
  const checkpoints: TrainingCheckpoint[] = [];
  const abort = new AbortController();
  const input = isOfPixels
    ? pixels.subarray(0, pictures * 32 * 32 * 3)
    : features.subarray(0, pictures * columns);
  const done = trainQueryModel({
    ...{ model, loss, source, gallery, labels, seed: 5 },
    embedTraining: () => embedAll(model, input, pictures, 32),
    training: trainingSchema.parse({
      epochs: 3,
      batchSize: 8,
      learningRate: 0.02,
      optimizer: { kind: optimizer },
    }),
    signal: abort.signal,
    onStep: ({ step }) => {
      if (step === stopAt) abort.abort(new Error('killed'));
    },
    checkpoints: {
      from,
      folder: 'memory',
      epochSeconds: Infinity,
      // What is read is what files hold.
      write: (checkpoint) => {
        checkpoints.push(throughFiles(checkpoint));
        return Promise.resolve();
      },
    },
  });
  if (stopAt !== undefined) await expect(done).rejects.toThrow('killed');
  const losses = stopAt === undefined ? (await done).losses : [];
  const end = [...model.variables, ...model.state].map((variable) => bits(variable));
  const learnt = [...(loss.variables ?? []), ...(loss.state ?? [])].map((variable) => bits(variable));
  model.dispose();
  loss.dispose?.();
  return { losses, end, learnt, checkpoint: checkpoints.at(-1)! };
}

function throughFiles(checkpoint: TrainingCheckpoint): TrainingCheckpoint {
  const files = [...checkpointFiles(checkpoint, 'run')];
  return readCheckpoint(new Map(files.map(([name, content]) => [name, Buffer.from(content as Uint8Array)])))
    .checkpoint;
}

const bits = (tensor: tf.Tensor): string => {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
};

async function head(seed: number): Promise<QueryModel> {
  const rows = Int32Array.from({ length: pictures * crops }, (_, n) => n);
  const description = describeFeatures({ data: features, rows: rows.length, columns }, rows, 0);
  return createQueryModel({ kind: 'head', bottleneck: 6 }, randomSource(seed, 'weights'), {
    dimension,
    features: description,
  });
}

function smallCnn(seed: number): Promise<QueryModel> {
  return createQueryModel({ kind: 'smallCnn', width: 0.25, size: 32 }, randomSource(seed, 'weights'), {
    dimension,
  });
}

const map: LossConfig = { kind: 'monotonicSimilarityPreservation', frozenShare: 0.2 };
const mined: LossConfig = { kind: 'asymmetricMetric', negatives: 2 };

describe('a training that was stopped and goes on, from other first weights,', () => {
  test.each<[string, Setting, number]>([
    ['of a head with dropout, in its first epoch', { loss: { kind: 'featureRegression' } }, 2],
    ['at the end of an epoch', { loss: { kind: 'featureRegression' } }, 4],
    ['by momentum', { loss: { kind: 'featureRegression' }, optimizer: 'sgd' }, 7],
    ['of a network with running averages', { loss: { kind: 'featureRegression' }, isOfPixels: true }, 6],
    ['with a learnt map that was still', { loss: map }, 1],
    ['with a learnt map that moves', { loss: map }, 7],
    ['with a map taught with it', { loss: { ...map, teaching: 'joint' } }, 7],
    ['with mined tuples', { loss: mined }, 6],
    ['with classifiers', { loss: { kind: 'compatibleClassification' } }, 6],
    ['with a transform', { loss: { kind: 'compatibleTransform' } }, 6],
    [
      'with several losses',
      {
        loss: [
          { weight: 1, loss: map },
          { weight: 0.5, loss: mined },
        ] as LossConfig,
      },
      6,
    ],
  ])('%s, ends as the unbroken one to the last bit', async (_, setting, stopAt) => {
    const whole = await train(setting);
    const { checkpoint } = await train(setting, { stopAt });
    expect(checkpoint.step).toBe(stopAt);
    const rest = await train(setting, { from: checkpoint, weights: 99 });
    expect(rest.losses).toEqual(whole.losses);
    expect(rest.end).toEqual(whole.end);
    expect(rest.learnt).toEqual(whole.learnt);
  });

  test.each<[string, (checkpoint: TrainingCheckpoint) => void]>([
    ['the weights', ({ parts }) => clear(parts.model)],
    ['the learnt map and what its optimizer remembers', ({ parts }) => clear(parts.loss)],
    ['the optimizer', ({ parts }) => clear(parts.optimizer)],
    ["the optimizer's count", ({ parts }) => (parts.optimizer.values = { count: 0 })],
    ['the mined tuples', ({ parts }) => clear(parts.mined)],
    ['the noise', (checkpoint) => (checkpoint.noise = randomSource(0).state())],
    ['the order', ({ position }) => (position.order = randomSource(0).state())],
    ['the place in the epoch', ({ position }) => position.batch--],
  ])('needs %s', async (_, spoil) => {
    const setting: Setting = {
      loss: [
        { weight: 1, loss: map },
        { weight: 0.5, loss: mined },
      ] as LossConfig,
    };
    const whole = await train(setting);
    const { checkpoint } = await train(setting, { stopAt: 6 });
    spoil(checkpoint);
    expect((await train(setting, { from: checkpoint })).end).not.toEqual(whole.end);
  });
});

function clear({ tensors }: TrainingCheckpoint['parts'][string]): void {
  for (const { data } of tensors) data.fill(0.001);
}

test('a loss that hides what it learns is not kept, which an interrupt says', async () => {
  const abort = new AbortController();
  const model = await head(1);
  const write = vi.fn(() => Promise.resolve());
  const loss: Loss = {
    ...createLoss({ kind: 'featureRegression' }),
    name: 'own',
    afterStep: () => undefined,
  };
  const training = trainQueryModel({
    ...{ model, loss, source: featureBatches(features, columns, crops), gallery, seed: 5 },
    training: trainingSchema.parse({ epochs: 3, batchSize: 8 }),
    signal: abort.signal,
    onStep: ({ step }) => (step === 5 ? abort.abort(new Error('killed')) : undefined),
    checkpoints: { folder: 'memory', epochSeconds: 0, write },
  });
  await expect(training).rejects.toThrow('killed');
  expect(write).not.toHaveBeenCalled();
  expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('the loss own changes by itself'));
  model.dispose();
});

test('weights that are not finite are never kept; the error names the pictures', async () => {
  const model = await head(1);
  const write = vi.fn(() => Promise.resolve());
  const training = trainQueryModel({
    ...{ model, loss: createLoss({ kind: 'featureRegression' }), seed: 5, gallery },
    source: featureBatches(features, columns, crops),
    training: trainingSchema.parse({ epochs: 3, batchSize: 4 }),
    onStep: () => model.variables[0].assign(tf.fill(model.variables[0].shape, NaN)),
    checkpoints: { folder: 'memory', minutes: 0, write },
    nameOf: (picture) => `photo${picture}`,
  });
  await expect(training).rejects.toThrow(/weights stopped being finite at step 1\n.*(photo\d+(, )?){4}\n/);
  expect(write).not.toHaveBeenCalled();
  model.dispose();
});

test('a full disk does not end a training', async () => {
  const model = await head(1);
  const { losses } = await trainQueryModel({
    ...{ model, loss: createLoss({ kind: 'featureRegression' }), seed: 5, gallery },
    source: featureBatches(features, columns, crops),
    training: trainingSchema.parse({ epochs: 2, batchSize: 8 }),
    checkpoints: { folder: 'disk', epochSeconds: 0, write: () => Promise.reject(new Error('ENOSPC')) },
  });
  expect(losses).toHaveLength(8);
  expect(console.warn).toHaveBeenCalledWith(
    expect.stringMatching(/step 4 could not be kept in disk.*ENOSPC/),
  );
  model.dispose();
});

test('the step that ends an epoch is kept once, also where a training goes on from it', async () => {
  const kept: TrainingCheckpoint[] = [];
  const run = async (from?: TrainingCheckpoint): Promise<void> => {
    const model = await head(1);
    await trainQueryModel({
      ...{ model, loss: createLoss({ kind: 'featureRegression' }), seed: 5, gallery },
      source: featureBatches(features, columns, crops),
      training: trainingSchema.parse({ epochs: 2, batchSize: 8 }),
      checkpoints: {
        ...{ from, folder: 'memory', minutes: 0, epochSeconds: 0 },
        write: (checkpoint) => Promise.resolve(void kept.push(throughFiles(checkpoint))),
      },
    });
    model.dispose();
  };
  await run();
  expect(kept.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const [, , , epoch] = kept.splice(0);
  await run(epoch);
  expect(kept.map(({ step }) => step)).toEqual([5, 6, 7, 8]);
});
