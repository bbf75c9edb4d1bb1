import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../../src/base/randomSource.js';
import { lossStep, unitRows } from '../../src/cli/gpuCheck/lossProbe.js';
import type { Items } from '../../src/cli/gpuCheck/items.js';
import { createLoss } from '../../src/losses/createLoss.js';
import type { LossKind } from '../../src/losses/registry.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { trainingSteps } from '../../src/training/trainingSteps.js';

const [batch, size, dimension, steps] = [4, 32, 12, 10];

/** What a backend is compared by within seconds: values and gradients of losses, and ten steps of a small network. */
export async function shortItems(kinds: readonly LossKind[]): Promise<Items> {
  const items: Items = {};
  for (const kind of kinds) {
    const { step, dispose } = await lossStep(kind);
    const [value, gradient] = step();
    items[kind] = Array.from(await value.data());
    items[`${kind}, gradient`] = Array.from(await gradient.data());
    tf.dispose([value, gradient]);
    dispose();
  }
  return { ...items, 'losses of ten steps': await tenSteps() };
}

async function tenSteps(): Promise<number[]> {
  const model = await createQueryModel({ kind: 'smallCnn', size, width: 0.25 }, randomSource(6), {
    dimension,
  });
  const gallery = unitRows(batch * steps, dimension, 7);
  const random = randomSource(5, 'pictures');
  const all = trainingSteps({
    model,
    loss: createLoss({ kind: 'featureRegression' }),
    gallery,
    optimizer: { kind: 'adamW', weightDecay: 1e-3 },
    random: randomSource(8, 'noise'),
  });
  const losses: number[] = [];
  for (let n = 0; n < steps; n++) {
    const pixels = Float32Array.from({ length: batch * size * size * 3 }, () => random.integer(256));
    const anchors = Int32Array.from({ length: batch }, (_, row) => n * batch + row);
    const loss = all.run({ input: tf.tensor(pixels, [batch, size, size, 3]), anchors }, 1e-3, n / steps);
    losses.push((await loss.data())[0]);
    loss.dispose();
  }
  all.dispose();
  model.dispose();
  gallery.dispose();
  return losses;
}
