import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { completeLossConfig } from '../../losses/lossConfig.js';
import type { SingleLossConfig } from '../../losses/registry.js';
import type { SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';
import { headSizes, headTraining, headTrainingSettings, withLists } from './headTraining.js';

const { bankRows, inputs, dimension, batchSize } = headSizes;
const anchors = Int32Array.from({ length: batchSize }, (_, row) => 7 * row);

/** Losses that are written for every library that trains a head. */
export const sharedLosses = {
  featureRegression: { kind: 'featureRegression' },
  contextualSimilarityDistillation: { kind: 'contextualSimilarityDistillation' },
  rankOrderPreservation: { kind: 'rankOrderPreservation', topRows: 32 },
} as const satisfies Record<string, SingleLossConfig>;

/** Every library would draw other masks. */
const withoutChance = { dropout: 0 };

export type SharedLoss = keyof typeof sharedLosses;

/** Features, bank, lists, the anchors of a batch and the first weights of the head, beside `head.json` with the settings. */
export async function headArrays(folder: string, kind: SharedLoss): Promise<Record<string, SharedArray>> {
  const loss = completeLossConfig(withLists(sharedLosses[kind]));
  await writeFile(join(folder, 'head.json'), JSON.stringify({ loss, training: headTrainingSettings }));
  const { features, bank, model } = await headTraining(sharedLosses[kind], withoutChance);
  const lists = [bankRows, bank.neighbours];
  const weights = [...model.variables, ...model.state].map((variable, n): [string, SharedArray] => [
    model.names[n]!,
    { shape: variable.shape, data: variable.dataSync<'float32'>().slice() },
  ]);
  return {
    features: { shape: [bankRows, inputs], data: features },
    bank: { shape: [bankRows, dimension], data: bank.embeddings.dataSync<'float32'>().slice() },
    indices: { shape: lists, data: bank.indices },
    similarities: { shape: lists, data: bank.similarities },
    anchors: { shape: [batchSize], data: anchors },
    ...Object.fromEntries(weights),
  };
}

/** The step of a head on the same batch again and again, feeding included; arguments: loss. */
export async function sharedHeadStep(_: string, [kind]: string[]): Promise<Workload> {
  const { features, steps } = await headTraining(sharedLosses[kind as SharedLoss], withoutChance);
  const batch = new Float32Array(batchSize * inputs);
  anchors.forEach((row, b) => batch.set(features.subarray(row * inputs, (row + 1) * inputs), b * inputs));
  let loss = NaN;
  return {
    run() {
      const input = tf.tensor2d(batch.slice(), [batchSize, inputs]);
      const value = steps.run({ input, anchors }, headTrainingSettings.learningRate, 0);
      loss = value.dataSync()[0]!;
      value.dispose();
    },
    check: () => ({ loss: [loss] }),
  };
}
