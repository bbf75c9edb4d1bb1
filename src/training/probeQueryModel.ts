import * as tf from '@tensorflow/tfjs-core';
import { buildQueryModel } from '../models/createQueryModel.js';
import type { QueryModel } from '../models/queryModel.js';
import type { QueryModelConfig } from '../models/queryModelConfig.js';
import { randomSource } from '../base/randomSource.js';

/** What one training step and one inference cost on this machine. */
export interface QueryModelProbe {
  parameters: number;
  /** Floating point operations for one picture. */
  flops: number;
  trainingSecondsPerPicture: number;
  inferenceSecondsPerPicture: number;
  /** Memory that a training step takes for each picture of its batch, in bytes. */
  trainingBytesPerPicture: number;
}

const batch = 2;

/** Times the query model with random weights on random pictures, a training step and an inference after one to warm up. */
export async function probeQueryModel(config: QueryModelConfig, dimension: number): Promise<QueryModelProbe> {
  const random = randomSource(0, 'probe');
  const model = await buildQueryModel(withoutWeights(config), random, { dimension });
  if (model.input.kind !== 'pixels') throw new Error('A head is not probed.');
  const { size } = model.input;
  const pixels = tf.randomUniform<tf.Rank.R4>([batch, size, size, 3], 0, 255);
  const step = async (): Promise<tf.Scalar> => {
    const { value, grads } = tf.tidy(() =>
      tf.variableGrads(
        () => tf.mean<tf.Scalar>(tf.square(model.embed(pixels, { training: true, random }))),
        model.variables,
      ),
    );
    await Promise.all(Object.values(grads).map((gradient) => gradient.data()));
    tf.dispose(grads);
    return value;
  };
  try {
    const { peakBytes, result } = await tf.profile(step);
    tf.dispose(result);
    const training = await secondsOf(step);
    const inference = await secondsOf(() => tf.tidy(() => model.embed(pixels, { training: false })));
    return {
      parameters: model.parameterCount,
      flops: model.flops,
      trainingSecondsPerPicture: training / batch,
      inferenceSecondsPerPicture: inference / batch,
      trainingBytesPerPicture: peakBytes / batch,
    };
  } finally {
    pixels.dispose();
    model.dispose();
  }
}

/**
 * Bytes of a training step on a batch, as an estimate of the run has them; undefined for a head, whose steps are small, and where
 * the memory does not hold the probe either.
 */
export async function stepBytes(model: QueryModel, batchSize: number): Promise<number | undefined> {
  if (model.input.kind !== 'pixels') return undefined;
  const probed = await probeQueryModel(model.config, model.dimension).catch(() => undefined);
  return probed && batchSize * probed.trainingBytesPerPicture;
}

/** The same network with random weights, so that no file need be there. */
export function withoutWeights(config: QueryModelConfig): QueryModelConfig {
  const plain = { ...config };
  if ('weights' in plain) delete plain.weights;
  return 'pretrained' in plain ? { ...plain, pretrained: false } : plain;
}

/** Seconds of one call until its numbers are there, after another to warm up. */
export async function secondsOf(run: () => tf.Tensor | Promise<tf.Tensor>): Promise<number> {
  await waitFor(await run());
  const start = performance.now();
  await waitFor(await run());
  return (performance.now() - start) / 1000;
}

async function waitFor(tensor: tf.Tensor): Promise<void> {
  await tensor.data();
  tensor.dispose();
}
