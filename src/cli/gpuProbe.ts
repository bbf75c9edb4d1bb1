import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { batchNormalise } from '../compute/kernels/batchNorm.js';
import { sigmoidGradient } from '../compute/kernels/sigmoidGradient.js';
import { createLoss } from '../losses/createLoss.js';
import { builtInLosses } from '../losses/builtInLosses.js';
import type { LossKind } from '../losses/registry.js';
import { createQueryModel } from '../models/createQueryModel.js';
import { randomSource } from '../base/randomSource.js';
import { trainingSchema } from '../training/config.js';
import { pixelBatches } from '../training/pixelBatches.js';
import { trainQueryModel } from '../training/trainQueryModel.js';
import { probeLoss, unitRows } from './lossProbe.js';

/** What one backend computes from seeded inputs. */
export interface Probe {
  backend: string;
  device: string;
  items: Record<string, number[]>;
  imagesPerSecond: number;
}

/** Value and gradient of every registered loss. */
async function lossItems(): Promise<Record<string, number[]>> {
  const items: Record<string, number[]> = {};
  for (const kind of Object.keys(builtInLosses) as LossKind[]) {
    const { value, gradient } = await probeLoss(kind);
    items[kind] = value;
    items[`${kind}, gradient`] = gradient;
  }
  return items;
}

/** Batch norm and activations, forward and back. */
function layerItems(): Record<string, number[]> {
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
  return {
    'batch norm and relu6': [...normalise(input).dataSync()],
    'batch norm and relu6, gradient': [...tf.grad(normalise)(input, dy).dataSync()],
    'sigmoid gradient': [...sigmoidGradient(tf.sigmoid(input), dy).dataSync()],
  };
}

/** Losses of a few steps of the small convolutional query model, and its speed. */
async function trainingItems(): Promise<{ items: Record<string, number[]>; imagesPerSecond: number }> {
  const [pictures, size, stored, dimension] = [64, 32, 36, 24];
  const random = randomSource(5, 'pictures');
  const pixels = Uint8Array.from({ length: pictures * stored * stored * 3 }, () => random.integer(256));
  const model = await createQueryModel({ kind: 'smallCnn', size, width: 0.5 }, randomSource(6), {
    dimension,
  });
  const { losses, imagesPerSecond } = await trainQueryModel({
    model,
    loss: createLoss({ kind: 'contextualSimilarityDistillation' }),
    source: pixelBatches(pixels, stored, size, { flip: false }),
    gallery: unitRows(pictures, dimension, 7),
    training: trainingSchema.parse({ epochs: 3, batchSize: 16, learningRate: 1e-3 }),
    seed: 8,
  });
  return { items: { 'training losses': losses }, imagesPerSecond: Math.round(imagesPerSecond) };
}

/** Runs every probe on the backend that the environment asks for. */
export async function runProbe(): Promise<Probe> {
  const { name, device } = await selectBackend();
  const training = await trainingItems();
  return {
    backend: name,
    device,
    items: { ...layerItems(), ...(await lossItems()), ...training.items },
    imagesPerSecond: training.imagesPerSecond,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(JSON.stringify(await runProbe()));
  process.exit(0);
}
