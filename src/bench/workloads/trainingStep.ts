import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { createLoss } from '../../losses/createLoss.js';
import { createQueryModel } from '../../models/createQueryModel.js';
import type { QueryModel } from '../../models/queryModel.js';
import { mobileNetV2 } from '../../models/networks/mobileNetV2.js';
import { smallCnn } from '../../models/networks/smallCnn.js';
import { unitRows } from '../../models/unitRows.js';
import { randomSource } from '../../base/randomSource.js';
import { trainingSteps } from '../../training/trainingSteps.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';

export const networks = { smallCnn, mobileNetV2 };
type NetworkName = keyof typeof networks;

const [batch, dimension] = [64, 1280];

/** Settings that every side trains with; the peers read them too. */
const training = {
  learningRate: 1e-3,
  weightDecay: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  momentum: 0.9,
};

/** One batch of random pictures, their targets, and the first weights of the network. */
export async function trainingArrays(
  folder: string,
  kind: NetworkName,
  size: number,
): Promise<Record<string, SharedArray>> {
  await writeFile(join(folder, 'network.json'), JSON.stringify({ ...networks[kind](), training }));
  const random = randomSource(2, 'pictures');
  const pixels = Float32Array.from({ length: batch * size * size * 3 }, () => random.integer(256));
  const gallery = tf.tidy(() =>
    unitRows(tf.randomNormal<tf.Rank.R2>([batch, dimension], 0, 1, 'float32', 3)).dataSync<'float32'>(),
  );
  const model = await freshModel(kind, size);
  const weights = [...model.variables, ...model.state].map((variable, n): [string, SharedArray] => [
    model.names[n]!,
    { shape: variable.shape, data: variable.dataSync<'float32'>().slice() },
  ]);
  model.dispose();
  return {
    pixels: { shape: [batch, size, size, 3], data: pixels },
    gallery: { shape: [batch, dimension], data: gallery },
    ...Object.fromEntries(weights),
  };
}

/** One training step on pixels with feature regression and AdamW, feeding included; arguments: network, size. */
export async function trainingStep(folder: string, [kind, size]: string[]): Promise<Workload> {
  const { pixels, gallery } = await readArrays(folder);
  const model = await freshModel(kind as NetworkName, Number(size));
  const target = tf.tensor2d(gallery!.data, gallery!.shape as [number, number]);
  const steps = trainingSteps({
    model,
    loss: createLoss({ kind: 'featureRegression' }),
    gallery: target,
    optimizer: { kind: 'adamW', weightDecay: training.weightDecay },
    random: randomSource(1, 'noise'),
  });
  const anchors = Int32Array.from({ length: batch }, (_, row) => row);
  let loss = NaN;
  return {
    run() {
      const value = steps.run(
        { input: tf.tensor(pixels!.data, pixels!.shape), anchors },
        training.learningRate,
        0,
      );
      loss = value.dataSync()[0]!;
      value.dispose();
    },
    check: () => ({ loss: [loss] }),
  };
}

function freshModel(kind: NetworkName, size: number): Promise<QueryModel> {
  const config = kind === 'smallCnn' ? { kind, size } : { kind, size, pretrained: false };
  return createQueryModel(config, randomSource(1, 'weights'), { dimension });
}
