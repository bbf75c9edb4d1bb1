import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import type { Precision } from '../../src/compute/backend/precision.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { completeLossConfig } from '../../src/losses/lossConfig.js';
import type { NeighbourBank } from '../../src/losses/neighbourBank.js';
import { publicRankOrderForm } from '../../src/losses/publicRankOrderForm.js';
import { type LossConfig, type LossKind } from '../../src/losses/registry.js';
import type { Loss } from '../../src/losses/types.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import type { QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { embedAll } from '../../src/training/embedAll.js';
import { trainingSteps, type StepOptions } from '../../src/training/trainingSteps.js';
import { byOperation } from '../helpers/byOperation.js';
import { expectClose, unitRows } from '../helpers/tensors.js';

const [pictures, batch, inputs, dimension, neighbours, steps] = [60, 20, 12, 32, 24, 8];
let bank: NeighbourBank;
let features: Float32Array;

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
  features = unitRows(pictures, inputs, 1).dataSync<'float32'>();
  const embeddings = unitRows(pictures, dimension, 2);
  const { values, indices } = tf.topk(tf.matMul(embeddings, embeddings, false, true), neighbours);
  const similarities = values.dataSync<'float32'>().slice();
  // One anchor has a list with equal similarities, which some losses look for.
  similarities[3 * neighbours + 5] = similarities[3 * neighbours + 4];
  bank = { embeddings, neighbours, indices: Int32Array.from(indices.dataSync()), similarities };
});

function head(): Promise<QueryModel> {
  const zeros = new Float32Array(inputs);
  const features = { mean: zeros, deviation: zeros.map(() => 0.3), flops: 0 };
  return createQueryModel({ kind: 'head', bottleneck: 6 }, randomSource(3, 'weights'), {
    dimension,
    features,
  });
}

async function prepared(loss: Loss, model: QueryModel): Promise<Loss> {
  const labels = Int32Array.from({ length: pictures }, (_, n) => n % 15);
  await loss.prepare?.({ gallery: bank.embeddings, labels });
  await loss.startEpoch?.(1, () => embedAll(model, features, pictures));
  return loss;
}

type Changes = Pick<StepOptions, 'compiled' | 'precision' | 'optimizer'> & { learningRate: number };

/** A few steps with a learning rate that falls, over batches that go once round; the losses and all that was learnt. */
async function train(
  config: LossConfig,
  change: (loss: Loss) => Loss = (loss) => loss,
  { learningRate = 0.02, ...options }: Partial<Changes> = {},
) {
  const model = await head();
  const loss = await prepared(change(createLoss(config, { seed: 1 })), model);
  const random = randomSource(5, 'noise');
  const gallery = bank.embeddings;
  const optimizer = { kind: 'adamW', weightDecay: 1e-2 } as const;
  const updates = trainingSteps({ model, loss, gallery, bank, optimizer, random, ...options });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const anchors = Int32Array.from({ length: batch }, (_, b) => (batch * (step % 3) + b) % pictures);
    const rows = Array.from(anchors).flatMap((a) =>
      Array.from(features.subarray(a * inputs, (a + 1) * inputs)),
    );
    const input = tf.tensor2d(rows, [batch, inputs]);
    const value = updates.run({ input, anchors }, learningRate / (1 + step), step / steps);
    losses.push(value.dataSync()[0]);
    value.dispose();
  }
  updates.dispose();
  const learnt = [...model.variables, ...(loss.variables ?? [])].map((variable) =>
    Array.from(variable.dataSync()),
  );
  loss.dispose?.();
  model.dispose();
  return { losses, learnt, counts: updates.counts };
}

const fromBank = { neighbours: { from: 'bank', count: neighbours } } as const;
const small: Partial<Record<LossKind, object>> = {
  structureSimilarity: { subspaces: 4, centroids: 8 },
  asymmetricMetric: { negatives: 3 },
};
const kinds = Object.keys(builtInLosses) as LossKind[];
const ofKind = (kind: LossKind): LossConfig => {
  const lists = 'neighbours' in completeLossConfig({ kind }) ? fromBank : {};
  return { kind, ...lists, ...small[kind] };
};
const monotonic = { kind: 'monotonicSimilarityPreservation' } as const;
/** Forms that run other operations than a loss of their kind does by default. */
const forms: [string, LossConfig][] = [
  ['the public form of rank order preservation', publicRankOrderForm],
  ['a map as a spline', { ...monotonic, mapping: { family: 'iSpline' } }],
  ['a map as a network', { ...monotonic, mapping: { family: 'positiveNetwork' } }],
  ['a map that is learnt jointly, softmax', { ...monotonic, teaching: 'joint', error: 'softmax' }],
  ['lists from bank and batch', { kind: 'rankDistribution', neighbours: { from: 'bankAndBatch', count: 8 } }],
  [
    'two losses together',
    [
      { weight: 1, loss: { kind: 'featureRegression' } },
      { weight: 0.3, loss: { kind: 'compatibleClassification' } },
    ],
  ],
];
const all = [...kinds.map((kind): [string, LossConfig] => [kind, ofKind(kind)]), ...forms];

describe('steps as functions', () => {
  test.each(all)(
    'equal those by operation to the last bit, and one training the next: %s',
    async (name, config) => {
      const plain = await byOperation(() => train(config));
      expect(plain.counts).toEqual({ asFunction: 0, repeated: 0, byOperation: steps });
      for (const trained of [await train(config), await train(config)]) {
        expect(trained.losses).toEqual(plain.losses);
        expect(trained.learnt).toEqual(plain.learnt);
        // A loss that reads values in its step runs as two functions.
        const parts = name === 'isotonicSimilarityPreservation' ? 2 : 1;
        expect(trained.counts.asFunction + trained.counts.byOperation).toBe(parts * steps);
        expect(trained.counts.repeated > 0).toBe(parts === 1);
      }
    },
  );

  test('that XLA compiles learn the same up to rounding', async () => {
    const config = ofKind('contextualSimilarityDistillation');
    const [plain, compiled] = [await train(config), await train(config, undefined, { compiled: true })];
    expect(compiled.counts).toEqual(plain.counts);
    expectClose(compiled.losses, plain.losses, 1e-4);
    expect(compiled.learnt).not.toEqual(plain.learnt);
  });

  test.each([
    ['bfloat16', 2 ** -6],
    ['float16', 2 ** -9],
  ] as const)('in %s learn the same up to the rounding of their products', async (precision, tolerance) => {
    const config = ofKind('contextualSimilarityDistillation');
    const [exact, narrow] = [await train(config), await train(config, undefined, { precision })];
    expect(narrow.counts).toEqual(exact.counts);
    expectClose(narrow.losses, exact.losses, tolerance);
    expect(narrow.learnt).not.toEqual(exact.learnt);
  });

  test('in float16 do not lose gradients that are too small for it', async () => {
    const tiny: LossConfig = [{ weight: 1e-6, loss: { kind: 'featureRegression' } }];
    const optimizer = { kind: 'sgd', momentum: 0, weightDecay: 0 } as const;
    const learntIn = async (precision: Precision, learningRate: number) =>
      (await train(tiny, undefined, { precision, optimizer, learningRate })).learnt.flat();
    const start = await learntIn('float32', 0);
    const [exact, narrow] = [await learntIn('float32', 1e6), await learntIn('float16', 1e6)];
    const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, n) => value - b[n]));
    expect(distance(exact, start)).toBeGreaterThan(0.01);
    expect(distance(narrow, exact)).toBeLessThan(0.02 * distance(exact, start));
  });

  test.each(kinds)('equal the repeated ones where nothing is promised: %s', async (kind) => {
    const unpromised = (loss: Loss): Loss => Object.create(loss, { isRepeatable: { value: false } }) as Loss;
    const [plain, traced] = [await train(ofKind(kind)), await train(ofKind(kind), unpromised)];
    expect(traced.losses).toEqual(plain.losses);
    expect(traced.learnt).toEqual(plain.learnt);
    expect(traced.counts.repeated).toBe(0);
    expect(traced.counts.asFunction).toBeGreaterThan(0);
  });

  test('a loss that changes its mind is followed where it promises nothing', async () => {
    const fickle = (loss: Loss): Loss => {
      let calls = 0;
      return {
        name: 'fickle',
        compute: (batch) => tf.mul(loss.compute(batch), calls++ < 5 ? 1 : 0.5 ** calls),
      };
    };
    const config = ofKind('featureRegression');
    const plain = await byOperation(() => train(config, fickle));
    expect((await train(config, fickle)).losses).toEqual(plain.losses);
  });
});

describe('steps of a convolutional network', () => {
  const size = 32;
  const networks: [string, QueryModelConfigInput][] = [
    ['the small CNN', { kind: 'smallCnn', width: 0.5, size }],
    ['MobileNetV2', { kind: 'mobileNetV2', width: 0.25, size, pretrained: false }],
  ];

  async function trainOnPictures(config: QueryModelConfigInput) {
    const model = await createQueryModel(config, randomSource(3, 'weights'), { dimension });
    const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 1e-3 } as const;
    const random = randomSource(5, 'pixels');
    const loss = createLoss({ kind: 'featureRegression' });
    const updates = trainingSteps({ model, loss, gallery: bank.embeddings, optimizer, random });
    const losses = [0, 8, 16, 24].map((first) => {
      const anchors = Int32Array.from({ length: 8 }, (_, b) => first + b);
      const pixels = Float32Array.from({ length: 8 * size * size * 3 }, () => random.integer(256));
      const value = updates.run({ input: tf.tensor4d(pixels, [8, size, size, 3]), anchors }, 0.1, 0);
      const [number] = value.dataSync();
      value.dispose();
      return number;
    });
    updates.dispose();
    const learnt = [...model.variables, ...model.state].map((variable) => Array.from(variable.dataSync()));
    model.dispose();
    return { losses, learnt, counts: updates.counts };
  }

  test.each(networks)(
    'are one function with the numbers of its graphs in a session: %s',
    async (_, config) => {
      const plain = await byOperation(() => trainOnPictures(config));
      const trained = await trainOnPictures(config);
      expect(trained.losses).toEqual(plain.losses);
      expect(trained.learnt).toEqual(plain.learnt);
      expect(trained.counts).toEqual({ asFunction: 3, repeated: 2, byOperation: 1 });
    },
  );
});
