import * as tf from '@tensorflow/tfjs-core';
import { stepRunner } from '../../compute/backend/stepRunner.js';
import { usePrecision, type Precision } from '../../compute/backend/precision.js';
import { roundProducts } from '../../compute/backend/roundedProducts.js';
import { batchNormalise } from '../../compute/kernels/batchNorm.js';
import { sigmoidGradient } from '../../compute/kernels/sigmoidGradient.js';
import { randomSource } from '../../base/randomSource.js';
import { createLoss } from '../../losses/createLoss.js';
import { builtInLosses } from '../../losses/builtInLosses.js';
import type { LossKind } from '../../losses/registry.js';
import { createQueryModel } from '../../models/createQueryModel.js';
import { trainingSchema } from '../../training/config.js';
import { pixelBatches } from '../../training/pixelBatches.js';
import { trainQueryModel } from '../../training/trainQueryModel.js';
import { lossStep, unitRows } from './lossProbe.js';

/** Numbers that a device computes from seeded inputs, by what they are. */
export type Items = Record<string, number[]>;

/** What products are computed in: by the device itself, or as the device would, imitated by rounded factors. */
export interface Arithmetic {
  precision: Precision;
  imitated: boolean;
}

/** Everything that is compared: layers, every loss with its gradient, and a short training. */
export async function computeItems(arithmetic: Arithmetic): Promise<Items> {
  return {
    ...(await layerItems(arithmetic)),
    ...(await lossItems(arithmetic)),
    ...(await trainingItems(arithmetic)),
  };
}

/** @returns a function that ends it. */
function begin({ precision, imitated }: Arithmetic): () => void {
  return imitated ? roundProducts(precision) : usePrecision(precision);
}

/** Numbers of a step that has run as a function where the backend has functions: the first run is operation by operation. */
async function asTrained(step: () => tf.Tensor[], arithmetic: Arithmetic): Promise<number[][]> {
  const runner = stepRunner();
  const end = begin(arithmetic);
  let numbers: number[][] = [];
  for (let run = 1; run <= 2; run++) {
    const results = runner.run(step);
    numbers = await Promise.all(results.map(async (result) => Array.from(await result.data())));
    tf.dispose(results);
  }
  end();
  runner.dispose();
  return numbers;
}

/** Losses that a backend cannot compute: WebGPU gives no values on the spot to those that read them in their step. */
const beyond: Partial<Record<string, readonly LossKind[]>> = { webgpu: ['isotonicSimilarityPreservation'] };

/** Names of the items that a backend leaves out. */
export function leftOutOn(backend: string): string[] {
  return (beyond[backend] ?? []).flatMap(lossItemNames);
}

const lossItemNames = (kind: LossKind): [value: string, gradient: string] => [kind, `${kind}, gradient`];

/** Value and gradient of every loss that the backend can compute. */
async function lossItems(arithmetic: Arithmetic): Promise<Items> {
  const items: Items = {};
  for (const kind of Object.keys(builtInLosses) as LossKind[]) {
    if (beyond[tf.getBackend()]?.includes(kind)) continue;
    const { step, dispose } = await lossStep(kind);
    const numbers = await asTrained(step, arithmetic);
    lossItemNames(kind).forEach((item, n) => (items[item] = numbers[n]!));
    dispose();
  }
  return items;
}

/** Batch norm and activations, forward and back. */
async function layerItems(arithmetic: Arithmetic): Promise<Items> {
  const input = unitRows(64, 12, 3).reshape<tf.Tensor4D>([4, 4, 4, 12]);
  const dy = unitRows(64, 12, 4).reshape<tf.Tensor4D>([4, 4, 4, 12]);
  const scale = tf.fill<tf.Rank.R1>([12], 1.5);
  const offset = tf.fill<tf.Rank.R1>([12], 0.1);
  const movingMean = tf.variable(tf.zeros<tf.Rank.R1>([12]), false);
  const movingVariance = tf.variable(tf.ones<tf.Rank.R1>([12]), false);
  const normalise = (x: tf.Tensor): tf.Tensor =>
    tf.relu6(
      batchNormalise({ input: x as tf.Tensor4D, scale, offset, movingMean, movingVariance, training: true }),
    );
  const [forward, back, sigmoid] = await asTrained(
    () =>
      tf.tidy(() => [
        normalise(input),
        tf.grad(normalise)(input, dy),
        sigmoidGradient(tf.sigmoid(input), dy),
      ]),
    arithmetic,
  );
  return {
    'batch norm and relu6': forward!,
    'batch norm and relu6, gradient': back!,
    'sigmoid gradient': sigmoid!,
  };
}

/** Losses of a few steps of the small convolutional query model. */
async function trainingItems({ precision, imitated }: Arithmetic): Promise<Items> {
  const [pictures, size, stored, dimension] = [64, 32, 36, 24];
  const random = randomSource(5, 'pictures');
  const pixels = Uint8Array.from({ length: pictures * stored * stored * 3 }, () => random.integer(256));
  const model = await createQueryModel({ kind: 'smallCnn', size, width: 0.5 }, randomSource(6), {
    dimension,
  });
  const gallery = unitRows(pictures, dimension, 7);
  const end = imitated ? roundProducts(precision) : () => undefined;
  const { losses } = await trainQueryModel({
    model,
    loss: createLoss({ kind: 'contextualSimilarityDistillation' }),
    source: pixelBatches(pixels, stored, size, { flip: false }),
    gallery,
    training: trainingSchema.parse({
      epochs: 3,
      batchSize: 16,
      learningRate: 1e-3,
      ...(!imitated && { precision }),
    }),
    seed: 8,
  });
  end();
  model.dispose();
  gallery.dispose();
  return { 'losses of a training': losses };
}
