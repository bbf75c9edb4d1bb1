import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { weightedSum } from '../../src/losses/weightedSum.js';
import type { Loss } from '../../src/losses/types.js';
import type { LossConfig } from '../../src/losses/registry.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { describeFeatures } from '../../src/models/describeFeatures.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { randomSource } from '../../src/base/randomSource.js';
import { featureBatches } from '../../src/training/batchSource.js';
import { trainingSchema } from '../../src/training/config.js';
import { embedAll } from '../../src/training/embedAll.js';
import { trainQueryModel, type TrainingOptions } from '../../src/training/trainQueryModel.js';
import { unitRows } from '../helpers/tensors.js';

const [pictures, featureSize, dimension] = [60, 12, 8];
let features: Float32Array;
let gallery: tf.Tensor2D;

beforeAll(() => selectBackend());
beforeEach(() => {
  features = unitRows(pictures, featureSize, 1).dataSync<'float32'>();
  gallery = unitRows(pictures, dimension, 2);
});

async function head(): Promise<QueryModel> {
  const description = describeFeatures(
    { data: features, rows: pictures, columns: featureSize },
    Int32Array.from({ length: pictures }, (_, n) => n),
    0,
  );
  return createQueryModel({ kind: 'head', bottleneck: 6 }, randomSource(3, 'weights'), {
    dimension,
    features: description,
  });
}

async function train(
  change: Partial<TrainingOptions> = {},
  loss: LossConfig = { kind: 'featureRegression' },
) {
  const model = await head();
  const { losses } = await trainQueryModel({
    model,
    loss: createLoss(loss),
    source: featureBatches(features, featureSize, 1),
    gallery,
    training: trainingSchema.parse({ epochs: 4, batchSize: 16, learningRate: 0.02 }),
    seed: 5,
    ...change,
  });
  const embeddings = await embedAll(model, features, pictures, 32);
  return { losses, embeddings, model };
}

test('the loss falls and the number of steps is that of the epochs', async () => {
  const training = trainingSchema.parse({ epochs: 40, batchSize: 16, learningRate: 0.02 });
  const { losses } = await train({ training });
  expect(losses).toHaveLength(40 * 3);
  expect(losses.at(-1)!).toBeLessThan(0.8 * losses[0]);
});

test('the same seed gives the same weights to the last bit, another seed does not', async () => {
  const [first, second, other] = [await train(), await train(), await train({ seed: 6 })];
  expect(second.embeddings).toEqual(first.embeddings);
  expect(other.embeddings).not.toEqual(first.embeddings);
});

test('an aborted signal stops the training before its next step and leaves no tensor behind', async () => {
  await train();
  const before = tf.memory().numTensors;
  const abort = new AbortController();
  let steps = 0;
  const training = train({
    signal: abort.signal,
    onStep: () => {
      steps++;
      if (steps === 2) abort.abort(new Error('enough'));
    },
  });
  await expect(training).rejects.toThrow('enough');
  expect(steps).toBe(2);
  // The model that was being trained stays: four variables and the description of its features.
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(6);
});

test('a whole training leaves nothing but the model', async () => {
  const model = await head();
  const loss = createLoss({ kind: 'monotonicSimilarityPreservation' });
  const run = (): Promise<unknown> =>
    trainQueryModel({
      model,
      loss,
      source: featureBatches(features, featureSize, 1),
      gallery,
      training: trainingSchema.parse({ epochs: 2, batchSize: 16 }),
      seed: 1,
    });
  await run();
  const before = tf.memory().numTensors;
  await run();
  expect(tf.memory().numTensors).toBe(before);
});

test('a loss that stops being finite ends the training and says where', async () => {
  const broken: Loss = { name: 'broken', compute: ({ query }) => tf.mean(tf.log(tf.mul(query, 0))) };
  await expect(train({ loss: broken })).rejects.toThrow(/finite at step 1[\s\S]*learning rate/);
});

test('the steps report progress and a falling learning rate', async () => {
  const rates: number[] = [];
  await train({
    onStep: ({ step, steps, learningRate, imagesPerSecond }) => {
      rates.push(learningRate);
      expect(step).toBe(rates.length);
      expect(steps).toBe(12);
      expect(imagesPerSecond).toBeGreaterThan(0);
    },
  });
  expect(rates[11]).toBeLessThan(rates[2]);
});

test('a map that is learnt jointly is moved by the trainer', async () => {
  const loss = createLoss({ kind: 'monotonicSimilarityPreservation', teaching: 'joint' });
  const before = loss.variables!.map((variable) => Array.from(variable.dataSync()));
  await train({ loss });
  expect(loss.variables!.map((variable) => Array.from(variable.dataSync()))).not.toEqual(before);
});

test('a loss is prepared once with the training set, and may mine before every epoch', async () => {
  const plain = createLoss({ kind: 'featureRegression' });
  const calls: string[] = [];
  const labels = Int32Array.from({ length: pictures }, (_, n) => n % 5);
  const weight = tf.variable(tf.scalar(1));
  let variables: tf.Variable[] = [];
  const loss: Loss = {
    ...plain,
    get variables() {
      return variables;
    },
    // eslint-disable-next-line @typescript-eslint/require-await
    async prepare(set) {
      calls.push(`prepare ${set.gallery.shape.join('x')} ${set.labels!.length}`);
      variables = [weight];
    },
    async startEpoch(epoch, embed) {
      calls.push(`epoch ${epoch} ${(await embed()).length}`);
    },
    compute: (batch) => tf.mul<tf.Scalar>(plain.compute(batch), tf.add(1, tf.square(weight))),
  };
  const model = await head();
  await train({
    model,
    loss: weightedSum([{ weight: 2, loss }]),
    labels,
    embedTraining: () => embedAll(model, features, pictures, 32),
    training: trainingSchema.parse({ epochs: 2, batchSize: 16 }),
  });
  const [n, d] = [pictures, dimension];
  expect(calls).toEqual([`prepare ${n}x${d} ${n}`, `epoch 1 ${n * d}`, `epoch 2 ${n * d}`]);
  expect(weight.dataSync()[0]).toBeLessThan(1);
});

test('a loss that mines says when the embeddings of the training pictures are not at hand', async () => {
  const loss: Loss = {
    ...createLoss({ kind: 'featureRegression' }),
    startEpoch: async (_, embed) => void (await embed()),
  };
  await expect(train({ loss })).rejects.toThrow(/mines examples[\s\S]*embedTraining/);
});

test('gallery vectors that are all the same are refused, whatever the loss', async () => {
  const same = tf.tile(tf.slice2d(gallery, [0, 0], [1, -1]), [pictures, 1]);
  const mapping: LossConfig = { kind: 'monotonicSimilarityPreservation' };
  for (const loss of [mapping, { kind: 'featureRegression' } as const]) {
    await expect(train({ gallery: same }, loss)).rejects.toThrow(/vectors are the same[^]*60 equal rows/);
  }
});

test.each([
  [
    'vectors that are not finite',
    () => ({ gallery: tf.add<tf.Tensor2D>(gallery, NaN) }),
    /not finite[^]*column 0/,
  ],
  ['vectors of other pictures', () => ({ gallery: tf.slice2d(gallery, [0, 0], [59, -1]) }), /59 rows of 8/],
  ['labels of other pictures', () => ({ labels: new Int32Array(59) }), /where: labels[^]*60 entries/],
  ['labels that are no numbers', () => ({ labels: [...'x'.repeat(60)] as never }), /labels\[0\]/],
  ['no number of epochs', () => ({ training: { ...trainingSchema.parse({}), epochs: NaN } }), /epochs/],
  ['a seed that is none', () => ({ seed: NaN }), /seed/],
])('%s are refused before anything is trained', async (_, change, message) => {
  const steps: unknown[] = [];
  await expect(train({ ...change(), onStep: (step) => void steps.push(step) })).rejects.toThrow(message);
  expect(steps).toEqual([]);
});

test.each([1, 2, 4])('a training whose loss fails at call %i leaves no tensor', async (failing) => {
  const model = await head();
  const regression = createLoss({ kind: 'featureRegression' });
  let calls = 0;
  const loss: Loss = {
    name: 'fails',
    compute: (batch) => {
      const value = regression.compute(batch);
      if (++calls === failing) throw new Error('no room');
      return value;
    },
  };
  const source = featureBatches(features, featureSize, 1);
  const training = trainingSchema.parse({ epochs: 4, batchSize: 16 });
  const before = tf.memory().numTensors;
  await expect(trainQueryModel({ model, loss, source, gallery, training, seed: 5 })).rejects.toThrow(
    'no room',
  );
  expect(tf.memory().numTensors).toBe(before);
  await trainQueryModel({ model, loss: regression, source, gallery, training, seed: 5 });
  expect(tf.memory().numTensors).toBe(before);
});
