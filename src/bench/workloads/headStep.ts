import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../../base/randomSource.js';
import { intercept } from '../../compute/backend/intercept.js';
import { nativeBackend, type Attribute } from '../../compute/backend/nativeBackend.js';
import type { LossKind } from '../../losses/registry.js';
import { featureBatches, type TrainingBatch } from '../../training/batchSource.js';
import type { Workload } from '../types.js';
import { headSizes, headTraining, headTrainingSettings } from './headTraining.js';

/** One training step of a head: features, loss, gradient, AdamW, the loss read back; arguments: kind of loss. */
export async function headStep(_: string, [kind]: string[]): Promise<Workload> {
  const { nextBatch, update } = await training(kind as LossKind);
  let loss = NaN;
  return {
    run: async () => {
      const value = update(await nextBatch());
      loss = value.dataSync()[0]!;
      value.dispose();
    },
    check: () => ({ loss: [loss] }),
  };
}

/** The matrix products of that step and nothing else, one after the other on random numbers; arguments: kind of loss. */
export async function headProducts(_: string, [kind]: string[]): Promise<Workload> {
  const products: { name: string; attributes: Attribute[]; shapes: number[][] }[] = [];
  const { nextBatch, update } = await training(kind as LossKind);
  const batch = await nextBatch();
  const observer = {
    execute: (run, name, attributes, operands, outputs) => {
      if (name.includes('MatMul'))
        products.push({ name, attributes, shapes: operands.map(({ shape }) => shape) });
      return run(name, attributes, operands, outputs);
    },
    beforeRead: () => undefined,
    beforeDisposal: () => undefined,
    close: () => undefined,
  } satisfies Parameters<typeof intercept>[0];
  intercept(observer, () => update(batch)).dispose();
  const fed = products.map(({ name, attributes, shapes }) => {
    return { name, attributes, operands: shapes.map((shape) => tf.randomNormal(shape)) };
  });
  return {
    run: () =>
      tf.tidy(() => {
        const results = fed.map(({ name, attributes, operands }) =>
          nativeBackend().executeSingleOutput(name, attributes, operands),
        );
        results.at(-1)!.dataSync();
      }),
    check: () => ({ products: [fed.length] }),
  };
}

async function training(kind: LossKind) {
  const { features, steps } = await headTraining({ kind });
  const random = randomSource(1, 'batches');
  const { inputs, batchSize } = headSizes;
  const batches = endless(() => featureBatches(features, inputs, 1).epoch(batchSize, random));
  return {
    nextBatch: async (): Promise<TrainingBatch> => (await batches.next()).value as TrainingBatch,
    update: (batch: TrainingBatch) => steps.run(batch, headTrainingSettings.learningRate, 1),
  };
}

async function* endless<Value>(epoch: () => AsyncIterable<Value>): AsyncGenerator<Value> {
  for (;;) yield* epoch();
}
