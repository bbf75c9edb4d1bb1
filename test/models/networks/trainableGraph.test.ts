import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { mobileNetV2 } from '../../../src/models/networks/mobileNetV2.js';
import { efficientNet } from '../../../src/models/networks/efficientNet.js';
import {
  fullConvolution,
  imageNetPreprocessing,
  type Network,
} from '../../../src/models/networks/network.js';
import { randomWeights } from '../../../src/models/networks/networkWeights.js';
import { resNet } from '../../../src/models/networks/resNet.js';
import { smallCnn } from '../../../src/models/networks/smallCnn.js';
import { trainableAsGraph, trainableLayerByLayer } from '../../../src/models/networks/trainableNetwork.js';
import { variableSet } from '../../../src/models/variableSet.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { largeNetworkLayers } from './largeNetworkLayers.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

const shape = { kernel: 3, inputs: 3, outputs: 3, activation: 'relu' } as const;

/** Biases instead of batch norms, a residual around two layers, every padding. */
const biased: Network = {
  name: 'biased',
  preprocessing: imageNetPreprocessing,
  channels: 3,
  layers: [
    fullConvolution({ ...shape, name: 'first', stride: 2, padding: 'symmetric' }),
    {
      kind: 'residual',
      layers: [
        fullConvolution({ ...shape, name: 'second', stride: 1, padding: 'same', activation: 'none' }),
        {
          ...fullConvolution({ ...shape, name: 'third', stride: 1, padding: 'same' }),
          depthwise: true,
          inputs: 3,
        },
      ],
    },
    fullConvolution({ ...shape, name: 'last', stride: 1, padding: 'none', activation: 'relu6' }),
  ],
};

/** Feature map, gradients, and state after one training pass. */
function passOf(form: typeof trainableAsGraph, network: Network, size: number) {
  const set = variableSet();
  const trunk = form(set, network, randomWeights(network, randomSource(1)));
  const pixels = tf.randomUniform<tf.Rank.R4>([3, size, size, 3], 0, 255, 'float32', 2);
  const { variables, state, names } = set.lists();
  const before = tf.memory().numTensors;
  const { value, grads } = tf.variableGrads(() => {
    const map = trunk.featureMap(pixels, true);
    return tf.sum(tf.mul(map, tf.randomNormal(map.shape, 0, 1, 'float32', 3)));
  }, variables);
  const created = tf.memory().numTensors - before;
  const numbers = new Map<string, ArrayLike<number>>([['value', value.dataSync()]]);
  variables.forEach((variable, n) => numbers.set(`gradient of ${names[n]}`, grads[variable.name].dataSync()));
  state.forEach((variable, n) => numbers.set(names[variables.length + n], variable.dataSync()));
  const inference = trunk.featureMap(pixels, false);
  numbers.set('inference', inference.dataSync());
  trunk.dispose();
  set.dispose();
  return { numbers, created, trained: variables.length };
}

describe.each([
  ['the small CNN', smallCnn(0.5), 16],
  ['MobileNetV2', mobileNetV2(0.25), 32],
  ['MobileNetV2 on pictures of odd size', mobileNetV2(0.25), 37],
  ['a network with biases', biased, 12],
  ['a network with every kind of layer of the larger networks', largeNetworkLayers, 33],
  ['ResNet-50', resNet('resNet50', undefined, 2), 32],
  ['EfficientNet-B0', efficientNet('efficientNetB0', 0.25), 64],
])('%s', (_, network, size) => {
  test('has the same value, gradients and running averages as a graph and layer by layer', () => {
    const [graph, layers] = [trainableAsGraph, trainableLayerByLayer].map((form) =>
      passOf(form, network, size),
    );
    expect([...graph.numbers.keys()]).toEqual([...layers.numbers.keys()]);
    const largestOf = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));
    const steepest = Math.max(
      ...[...layers.numbers]
        .filter(([name]) => name.startsWith('gradient'))
        .map(([, values]) => largestOf(values)),
    );
    for (const [name, values] of graph.numbers) {
      const twin = Array.from(layers.numbers.get(name)!);
      // An offset in front of a convolution with batch norm changes nothing: its gradient is rounding of larger ones.
      const tolerance = 1e-3 * largestOf(twin) + (name.startsWith('gradient') ? 2e-4 * steepest : 1e-5);
      Array.from(values).forEach((value, i) =>
        expect(Math.abs(value - twin[i]), `${name} [${i}]`).toBeLessThan(tolerance),
      );
    }
  });

  test('leaves nothing behind but the loss and the gradients', () => {
    const { created, trained } = passOf(trainableAsGraph, network, size);
    expect(created).toBe(1 + trained);
  });
});
