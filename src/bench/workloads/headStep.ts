import * as tf from '@tensorflow/tfjs';
import { randomSource } from '../../base/randomSource.js';
import { intercept } from '../../compute/backend/intercept.js';
import { nativeBackend, type Attribute } from '../../compute/backend/nativeBackend.js';
import { createLoss } from '../../losses/createLoss.js';
import { completeLossConfig } from '../../losses/lossConfig.js';
import type { NeighbourBank } from '../../losses/lossBatch.js';
import type { LossKind, SingleLossConfig } from '../../losses/registry.js';
import type { NeighbourSource } from '../../losses/types.js';
import { createQueryModel } from '../../models/createQueryModel.js';
import { unitRows } from '../../models/unitRows.js';
import { featureBatches, type TrainingBatch } from '../../training/batchSource.js';
import { embedAll } from '../../training/embedAll.js';
import { trainingSteps } from '../../training/trainingSteps.js';
import type { Workload } from '../types.js';

/** Training pictures, which are the bank; features; bottleneck and outputs of the head; pictures in a step. */
const [bankRows, inputs, bottleneck, dimension, batchSize] = [3084, 1280, 64, 1280, 64];
/** Lists from the bank, where a loss ranks and does not say how many itself. */
const neighbours = 512;
const classes = 80;

/** One training step of a head: features, loss, gradient, AdamW, the loss read back; arguments: kind of loss. */
export async function headStep(_: string, [kind]: string[]): Promise<Workload> {
  const { nextBatch, update } = await headTraining(kind as LossKind);
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
  const { nextBatch, update } = await headTraining(kind as LossKind);
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

async function headTraining(kind: LossKind) {
  const random = randomSource(1, 'head');
  const normal = (rows: number, columns: number): Float32Array =>
    Float32Array.from({ length: rows * columns }, () => random.normal());
  const features = normal(bankRows, inputs);
  const bank = neighbourBank(
    tf.tidy(() => unitRows(tf.tensor2d(normal(bankRows, dimension), [bankRows, dimension]))),
  );
  const description = {
    mean: new Float32Array(inputs),
    deviation: new Float32Array(inputs).fill(0.03),
    flops: 0,
  };
  const model = await createQueryModel({ kind: 'head', bottleneck }, randomSource(1, 'weights'), {
    dimension,
    features: description,
  });
  const loss = createLoss(withLists({ kind }));
  const labels = Int32Array.from({ length: bankRows }, (_, row) => row % classes);
  await loss.prepare?.({ gallery: bank.embeddings, labels });
  await loss.startEpoch?.(1, () => embedAll(model, features, bankRows));
  const steps = trainingSteps({
    model,
    loss,
    gallery: bank.embeddings,
    bank,
    optimizer: { kind: 'adamW', weightDecay: 1e-4 },
    random: randomSource(1, 'noise'),
  });
  const batches = endless(() => featureBatches(features, inputs, 1).epoch(batchSize, random));
  return {
    nextBatch: async (): Promise<TrainingBatch> => (await batches.next()).value as TrainingBatch,
    update: (batch: TrainingBatch) => steps.run(batch, 1e-3, 1),
  };
}

/** A loss that ranks as it is by default, but from the bank. */
function withLists(config: SingleLossConfig): SingleLossConfig {
  const { neighbours: source } = completeLossConfig(config) as { neighbours?: NeighbourSource };
  const ranksBatch = source && source.from !== 'bank';
  return ranksBatch
    ? ({ ...config, neighbours: { from: 'bank', count: neighbours } } as SingleLossConfig)
    : config;
}

function neighbourBank(embeddings: tf.Tensor2D): NeighbourBank {
  const { values, indices } = tf.tidy(() =>
    tf.topk(tf.matMul(embeddings, embeddings, false, true), neighbours),
  );
  const bank = {
    embeddings,
    neighbours,
    indices: Int32Array.from(indices.dataSync()),
    similarities: values.dataSync<'float32'>().slice(),
  };
  tf.dispose([values, indices]);
  return bank;
}

async function* endless<Value>(epoch: () => AsyncIterable<Value>): AsyncGenerator<Value> {
  for (;;) yield* epoch();
}
