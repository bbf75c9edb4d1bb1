import * as tf from '@tensorflow/tfjs';
import { inputName, type Plan } from '../../src/export/plan.js';
import { planBuilder } from '../../src/export/planBuilder.js';
import { planNetwork } from '../../src/export/planNetwork.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { frozenLayerByLayer } from '../../src/models/networks/frozenNetwork.js';
import {
  fullConvolution,
  type Activation,
  type Convolution,
  type Network,
} from '../../src/models/networks/network.js';
import { randomWeights, type NetworkWeights } from '../../src/models/networks/networkWeights.js';
import { pool } from '../../src/models/pooling.js';
import { unitRows } from '../../src/models/unitRows.js';
import { randomSource } from '../../src/base/randomSource.js';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { exportFormats, type ExportedFiles } from '../../src/export/exportedFiles.js';
import { formats } from '../../src/export/formats.js';

/** Odd, so that paddings are not symmetric. */
export const toySize = 17;

function convolution(
  name: string,
  [inputs, outputs]: [number, number],
  activation: Activation,
  fields: Partial<Convolution> = {},
): Convolution {
  return {
    ...fullConvolution({ name, kernel: 1, stride: 1, inputs, outputs, padding: 'same', activation }),
    ...fields,
  };
}

/** A network with every kind of layer, padding and activation, for BGR pictures. */
export const toyNetwork: Network = {
  name: 'toy',
  preprocessing: { order: 'bgr', mean: [100, 110, 120], deviation: [50, 60, 70] },
  layers: [
    convolution('stem', [3, 8], 'relu', {
      kernel: 3,
      stride: 2,
      padding: 'symmetric',
      batchNorm: { name: 'stem.norm', epsilon: 1e-3 },
    }),
    { kind: 'maxPool', window: 3, stride: 2, padding: 'symmetric' },
    convolution('depthwise', [8, 8], 'relu6', { kernel: 3, depthwise: true }),
    {
      kind: 'residual',
      layers: [convolution('inner', [8, 8], 'none', { batchNorm: { name: 'inner.norm', epsilon: 1e-5 } })],
      shortcut: [convolution('shortcut', [8, 8], 'none')],
      activation: 'relu',
    },
    {
      kind: 'squeezeExcite',
      layers: [convolution('squeeze', [8, 4], 'swish'), convolution('excite', [4, 8], 'hardSigmoid')],
    },
    {
      kind: 'branches',
      split: [3, 5],
      branches: [[], [convolution('right', [5, 5], 'hardSwish', { kernel: 3 })]],
    },
    { kind: 'channelShuffle', groups: 2, channels: 8 },
    {
      kind: 'branches',
      branches: [
        [convolution('first', [8, 6], 'sigmoid')],
        [convolution('second', [8, 6], 'relu', { kernel: 3 })],
      ],
    },
    convolution('strided', [12, 8], 'relu', { kernel: 3, stride: 2 }),
    { kind: 'maxPool', window: 2, stride: 2 },
    convolution('last', [8, 10], 'relu6', { padding: 'none' }),
  ],
  channels: 10,
};

/** Weights whose biases and batch norms do something. */
export function toyWeights(): NetworkWeights {
  const random = randomSource(5, 'toy weights');
  const weights = randomWeights(toyNetwork, random);
  for (const { bias, batchNorm } of weights.values()) {
    bias?.forEach((_, at) => (bias[at] = 0.3 * random.normal()));
    if (!batchNorm) continue;
    for (const part of ['scale', 'variance'] as const) {
      batchNorm[part].forEach((_, at) => (batchNorm[part][at] = 0.5 + random.uniform()));
    }
    for (const part of ['offset', 'mean'] as const) {
      batchNorm[part].forEach((_, at) => (batchNorm[part][at] = 0.3 * random.normal()));
    }
  }
  return weights;
}

/** The toy network with a generalised mean and unit length. */
export function toyPlan(): Plan {
  const plan = planBuilder(toySize);
  const pixels = plan.add({ kind: 'pixels' }, [], { name: inputName, shape: [toySize, toySize, 3] });
  const map = planNetwork(plan, toyNetwork, toyWeights(), pixels);
  const pooled = plan.add({ kind: 'generalisedMean', floor: 1e-6 }, [map], { shape: [toyNetwork.channels] });
  plan.add({ kind: 'unitLength', smallest: 1e-6 }, [pooled]);
  return plan.finish();
}

/** What the toy plan should compute, by the operations that inference in the workspace uses. */
export function toyEmbeddings(pixels: Float32Array, count: number): Float32Array {
  const frozen = frozenLayerByLayer(toyNetwork, toyWeights());
  const embeddings = tf.tidy(() => {
    const map = frozen.featureMap(tf.tensor4d(pixels, [count, toySize, toySize, 3]));
    return unitRows(pool(map, 'gem')).dataSync<'float32'>();
  });
  frozen.dispose();
  return embeddings;
}

/** Gives the batch norms and biases of a fresh query model values that do something. */
export function shakeModel({ names, variables, state }: QueryModel): void {
  const random = randomSource(3, 'shaken model');
  [...variables, ...state].forEach((variable, n) => {
    const name = names[n];
    if (name.endsWith('.kernel')) return;
    const isPositive = /\.(scale|variance|deviation)$/.test(name);
    const values = Float32Array.from({ length: variable.size }, () =>
      isPositive ? 0.7 + 0.6 * random.uniform() : 0.1 * random.normal(),
    );
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  });
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at])), 0);
}

/** Pictures to embed. */
export const count = 5;
export const pixels = randomPictures(count, toySize);

/** Embeds the pictures by an exported model. */
export async function run(format: (typeof exportFormats)[number], files: ExportedFiles, rows = count) {
  const model = await formats[format].load(files);
  try {
    return await model.embed(pixels.subarray(0, rows * toySize ** 2 * 3), rows);
  } finally {
    model.dispose();
  }
}
