import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../../base/randomSource.js';
import { createLoss } from '../../losses/createLoss.js';
import type { NeighbourBank } from '../../losses/neighbourBank.js';
import { completeLossConfig } from '../../losses/lossConfig.js';
import type { SingleLossConfig } from '../../losses/registry.js';
import type { NeighbourSource } from '../../losses/types.js';
import { createQueryModel } from '../../models/createQueryModel.js';
import type { QueryModel } from '../../models/queryModel.js';
import { unitRows } from '../../models/unitRows.js';
import { embedAll } from '../../training/embedAll.js';
import { trainingSteps, type TrainingSteps } from '../../training/trainingSteps.js';

/** Training pictures, which are the bank; features; bottleneck and outputs of the head; pictures in a step. */
export const headSizes = { bankRows: 3084, inputs: 1280, bottleneck: 64, dimension: 1280, batchSize: 64 };
const { bankRows, inputs, bottleneck, dimension } = headSizes;
/** Lists from the bank, where a loss ranks and does not say how many itself. */
const neighbours = 512;
const classes = 80;

/** Settings that every side trains with; the peers read them too. */
export const headTrainingSettings = {
  learningRate: 1e-3,
  weightDecay: 1e-4,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
};

/** A head in training on seeded random features. */
export interface HeadTraining {
  /** `[bankRows, inputs]` */
  features: Float32Array;
  bank: NeighbourBank;
  model: QueryModel;
  steps: TrainingSteps;
}

/** A head with its loss, ready for its first step; a loss that ranks the batch ranks the bank instead. */
export async function headTraining(
  config: SingleLossConfig,
  head: { dropout?: number } = {},
): Promise<HeadTraining> {
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
  const model = await createQueryModel({ kind: 'head', bottleneck, ...head }, randomSource(1, 'weights'), {
    dimension,
    features: description,
  });
  const loss = createLoss(withLists(config));
  const labels = Int32Array.from({ length: bankRows }, (_, row) => row % classes);
  await loss.prepare?.({ gallery: bank.embeddings, labels });
  await loss.startEpoch?.(1, () => embedAll(model, features, bankRows));
  const steps = trainingSteps({
    model,
    loss,
    gallery: bank.embeddings,
    bank,
    optimizer: { kind: 'adamW', weightDecay: headTrainingSettings.weightDecay },
    random: randomSource(1, 'noise'),
  });
  return { features, bank, model, steps };
}

/** A loss that ranks as it is configured, but from the bank. */
export function withLists(config: SingleLossConfig): SingleLossConfig {
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
