import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../../base/randomSource.js';
import { findSplit } from '../../datasets/findSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import type { Dataset } from '../../datasets/types.js';
import { bankOf, prepareGallery } from '../../experiments/prepareGallery.js';
import { prepareInput } from '../../experiments/prepareInput.js';
import { parseRunConfig, type RunConfig } from '../../experiments/runConfig.js';
import { trainAndEvaluate } from '../../experiments/trainAndEvaluate.js';
import { buildLoss } from '../../losses/createLoss.js';
import { buildQueryModel } from '../../models/createQueryModel.js';
import { trainQueryModel } from '../../training/trainQueryModel.js';
import type { Workload } from '../types.js';

/** 42 epochs of 23 steps. */
const config = parseRunConfig({
  dataset: 'grocery',
  split: 'unseen',
  gallery: { name: 'efficientNetLite2', size: 320, pooling: 'average' },
  query: { kind: 'head', bottleneck: 64 },
  featureSize: 96,
  loss: { kind: 'rankOrderPreservation', topRows: 32 },
  training: { epochs: 42 },
});

/** A head's training on the groceries, whose vectors are there; arguments: `whole` with its evaluation, or `steps`. */
export async function headRun(_: string, [form]: string[]): Promise<Workload> {
  const dataset = await openDataset(config.dataset);
  let steps = 0;
  return {
    run: async () => {
      steps = form === 'whole' ? await wholeRun(dataset) : await stepsAlone(dataset, config);
    },
    check: () => ({ steps: [steps] }),
  };
}

async function wholeRun(dataset: Dataset): Promise<number> {
  let steps = 0;
  await trainAndEvaluate(dataset, config, { onStep: ({ step }) => void (steps = step) });
  return steps;
}

async function stepsAlone(dataset: Dataset, { query, loss: lossConfig, training, seed }: RunConfig) {
  const split = findSplit(dataset, config.split);
  const gallery = await prepareGallery(dataset, split, config, undefined, undefined);
  const { source, features } = await prepareInput(dataset, split, config);
  const model = await buildQueryModel(query, randomSource(seed, 'weights'), {
    dimension: gallery.fit.columns,
    features: features!,
  });
  const loss = buildLoss(lossConfig, { similarityRange: [0, 1], seed });
  const fit = tf.tensor2d(gallery.fit.data, [gallery.fit.rows, gallery.fit.columns]);
  try {
    const bank = (await bankOf(fit, gallery, lossConfig))!;
    const { losses } = await trainQueryModel({ model, loss, source, gallery: fit, bank, training, seed });
    return losses.length;
  } finally {
    fit.dispose();
    model.dispose();
  }
}
