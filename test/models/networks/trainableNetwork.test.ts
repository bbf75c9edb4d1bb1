import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { convolutions, type Layer, type Network } from '../../../src/models/networks/network.js';
import type { NetworkWeights } from '../../../src/models/networks/networkWeights.js';
import { trainableAsGraph, trainableLayerByLayer } from '../../../src/models/networks/trainableNetwork.js';
import { variableSet } from '../../../src/models/variableSet.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { lively } from './livelyWeights.js';
import { largeNetworkLayers } from './largeNetworkLayers.js';
import { slowLayers, type Map3 } from './slowNetwork.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

/** Biases in place of batch norms, whose statistics of a batch the slow twin does not know. */
function biased(layers: Layer[]): Layer[] {
  return layers.map((layer): Layer => {
    switch (layer.kind) {
      case 'convolution':
        return { ...layer, batchNorm: undefined };
      case 'residual':
        return { ...layer, layers: biased(layer.layers), shortcut: layer.shortcut && biased(layer.shortcut) };
      case 'squeezeExcite':
        return { ...layer, layers: biased(layer.layers) };
      case 'branches':
        return { ...layer, branches: layer.branches.map(biased) };
      default:
        return layer;
    }
  });
}

const network: Network = { ...largeNetworkLayers, layers: biased(largeNetworkLayers.layers) };
const weights = lively(network);
const [height, width] = [17, 22];
const random = randomSource(4, 'picture');
const picture: Map3 = Array.from({ length: height }, () =>
  Array.from({ length: width }, () => [0, 1, 2].map(() => random.integer(256))),
);
const { mean, deviation } = network.preprocessing;
const prepared = picture.map((row) => row.map((rgb) => rgb.map((v, c) => (v - mean[c]) / deviation[c])));
const shape = ((map: Map3) => [1, map.length, map[0].length, map[0][0].length])(
  slowLayers(network.layers, weights, prepared),
);
const factors = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());

/** The weighted sum of the feature map, by loops in float64. */
function slowLoss(changed: NetworkWeights): number {
  const map = slowLayers(network.layers, changed, prepared).flat(2);
  return map.reduce((sum, value, i) => sum + value * factors[i], 0);
}

/** Its derivative in one number of a weight, from central differences. */
function slowSlope(name: string, part: 'kernel' | 'bias', at: number): number {
  const step = 1e-5;
  const moved = [step, -step].map((change) => {
    const { kernel, bias } = weights.get(name)!;
    const data = Float64Array.from(part === 'kernel' ? kernel.data : bias!);
    data[at] += change;
    // The loops only read; in float64 so that the step is not rounded away.
    const values = data as unknown as Float32Array;
    const one = part === 'kernel' ? { kernel: { ...kernel, data: values }, bias } : { kernel, bias: values };
    return slowLoss(new Map(weights).set(name, one));
  });
  return (moved[0] - moved[1]) / (2 * step);
}

/** Every how many-th number of a weight is tried. */
const stride = 5;

describe.each([
  ['as a graph', trainableAsGraph],
  ['layer by layer', trainableLayerByLayer],
])('the gradient of every kind of layer of the larger networks, %s', (_, form) => {
  test('is that of finite differences of the loops', () => {
    const set = variableSet();
    const trunk = form(set, network, weights);
    const { variables, names } = set.lists();
    const { value, grads } = tf.variableGrads(
      () => tf.sum(tf.mul(trunk.featureMap(tf.tensor4d([picture]), true), tf.tensor(factors, shape))),
      variables,
    );
    expect(value.dataSync()[0]).toBeCloseTo(slowLoss(weights), 3);
    const gradients = variables.map((variable) => Array.from(grads[variable.name].dataSync()));
    const steepest = Math.max(...gradients.flat().map(Math.abs));
    for (const { name } of convolutions(network.layers)) {
      for (const part of ['kernel', 'bias'] as const) {
        const gradient = gradients[names.indexOf(`${name}.${part}`)];
        expect(Math.max(...gradient.map(Math.abs)), `${name}.${part}`).toBeGreaterThan(0);
        for (let at = 0; at < gradient.length; at += stride) {
          const slope = slowSlope(name, part, at);
          expect(Math.abs(gradient[at] - slope), `${name}.${part} [${at}]`).toBeLessThan(1e-4 * steepest);
        }
      }
    }
    trunk.dispose();
    set.dispose();
    tf.dispose([value, grads]);
  });
});
