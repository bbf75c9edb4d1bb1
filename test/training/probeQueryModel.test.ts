import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { describeEstimate } from '../../src/rehearsal/describeEstimate.js';
import { estimateRun } from '../../src/rehearsal/estimateRun.js';
import { trainingSchema } from '../../src/training/config.js';
import { pixelBatches } from '../../src/training/pixelBatches.js';
import { stepBytes } from '../../src/training/probeQueryModel.js';
import { trainQueryModel } from '../../src/training/trainQueryModel.js';
import { unitRows } from '../helpers/tensors.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

const [pictures, side, dimension, batchSize] = [8, 36, 1280, 4];
const query = { kind: 'smallCnn', size: 32, width: 0.5 } as const;
const training = trainingSchema.parse({ epochs: 1, batchSize, learningRate: 1e-3 });

/** Trains with a model whose passes for training find no memory. */
function trainWithoutMemory(model: QueryModel) {
  const embed = (): never => {
    throw new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[64,9]');
  };
  return trainQueryModel({
    model: Object.create(model, { embed: { value: embed } }) as QueryModel,
    loss: createLoss({ kind: 'featureRegression' }),
    source: pixelBatches(new Uint8Array(pictures * side * side * 3), side, query.size),
    gallery: unitRows(pictures, dimension, 1),
    training,
    seed: 1,
  });
}

test('a training that runs out of memory says what --estimate says of a batch, and leaves no tensor', async () => {
  const model = await createQueryModel(query, randomSource(1), { dimension });
  await trainWithoutMemory(model).catch(() => undefined);
  const before = tf.memory().numTensors;
  const failed = trainWithoutMemory(model);
  await expect(failed).rejects.toThrow(
    /does not hold a training step[^]*batches of 4[^]*OOM when allocating[^]*training.batchSize/,
  );
  // The gallery of the call.
  expect(tf.memory().numTensors).toBe(before + 1);
  const config = parseRunConfig({
    dataset: 'emoji',
    split: 'unseen',
    gallery: { name: 'mobileNetV2', size: 64 },
    query,
    loss: { kind: 'featureRegression' },
    training: { epochs: 1, batchSize },
  });
  const printed = describeEstimate(await estimateRun(config)).join('\n');
  const [, estimated] = /a training batch (\d+ MB|[\d.]+ GB)/.exec(printed)!;
  await expect(failed).rejects.toThrow(`an estimate of ${estimated};`);
  model.dispose();
});

test('steps of a head have no estimate', async () => {
  const features = { mean: new Float32Array(6), deviation: new Float32Array(6).fill(1), flops: 0 };
  const head = await createQueryModel({ kind: 'head', bottleneck: 2 }, randomSource(1), {
    dimension,
    features,
  });
  expect(await stepBytes(head, 64)).toBeUndefined();
  head.dispose();
});
