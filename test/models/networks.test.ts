import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import {
  countOperations,
  countParameters,
  featureMapSize,
} from '../../src/models/networks/countOperations.js';
import { efficientNetLite } from '../../src/models/networks/efficientNetLite.js';
import { frozenAsGraph, frozenLayerByLayer, frozenNetwork } from '../../src/models/networks/frozenNetwork.js';
import { mobileNetV2 } from '../../src/models/networks/mobileNetV2.js';
import { convolutions, type Convolution, type Network } from '../../src/models/networks/network.js';
import { randomWeights } from '../../src/models/networks/networkWeights.js';
import { preprocess, runLayers } from '../../src/models/networks/runLayers.js';
import { smallCnn } from '../../src/models/networks/smallCnn.js';
import { squeezeNet } from '../../src/models/networks/squeezeNet.js';
import { weightsFromTorch } from '../../src/models/networks/torchWeights.js';
import { trainableNetwork } from '../../src/models/networks/trainableNetwork.js';
import { pool } from '../../src/models/pooling.js';
import { variableSet } from '../../src/models/variableSet.js';
import { randomSource } from '../../src/base/randomSource.js';
import { expectClose } from '../helpers/tensors.js';
import { lively } from './livelyWeights.js';
import { slowLayers, type Map3 } from './slowNetwork.js';

beforeAll(async () => {
  await selectBackend();
});

const convolution = (name: string, changes: Partial<Convolution> = {}): Convolution => ({
  kind: 'convolution',
  name,
  kernel: 3,
  stride: 1,
  inputs: 3,
  outputs: 3,
  depthwise: false,
  padding: 'same',
  activation: 'relu',
  ...changes,
});
const batchNorm = (name: string) => ({ name, epsilon: 1e-3 });

/** Every kind of layer, padding and activation in one small network. */
const everything: Network = {
  name: 'everything',
  preprocessing: { order: 'bgr', mean: [100, 110, 120], deviation: [50, 60, 70] },
  layers: [
    convolution('a', {
      stride: 2,
      padding: 'symmetric',
      outputs: 4,
      batchNorm: batchNorm('a.n'),
      activation: 'relu6',
    }),
    { kind: 'maxPool', window: 3, stride: 2 },
    {
      kind: 'residual',
      layers: [
        convolution('b', { kernel: 5, inputs: 4, outputs: 4, depthwise: true, batchNorm: batchNorm('b.n') }),
        convolution('c', { kernel: 1, inputs: 4, outputs: 4, activation: 'none' }),
      ],
    },
    {
      kind: 'branches',
      branches: [[convolution('d', { inputs: 4 })], [convolution('e', { kernel: 1, inputs: 4, outputs: 2 })]],
    },
    convolution('f', { stride: 2, inputs: 5, outputs: 5, depthwise: true }),
    convolution('g', { kernel: 2, padding: 'none', inputs: 5, outputs: 2 }),
  ],
  channels: 2,
};

describe('network descriptions', () => {
  test.each([15, 18, 23])('run as their definition says at %i pixels, frozen and trainable', (size) => {
    const weights = lively(everything);
    const random = randomSource(1, 'picture');
    const picture: Map3 = Array.from({ length: size }, () =>
      Array.from({ length: size }, () => [0, 1, 2].map(() => random.integer(256))),
    );
    const { mean, deviation } = everything.preprocessing;
    const prepared = picture.map((row) =>
      row.map((rgb) => [...rgb].reverse().map((value, c) => (value - mean[c]) / deviation[c])),
    );
    const expected = slowLayers(everything.layers, weights, prepared);
    const pixels = tf.tensor4d([picture]);
    const frozen = frozenNetwork(everything, weights);
    const set = variableSet();
    const trainable = trainableNetwork(set, everything, weights);
    for (const result of [frozen.featureMap(pixels), trainable.featureMap(pixels, false)]) {
      expect(result.shape).toEqual([1, expected.length, expected.length, 2]);
      expect(expected.length).toBe(featureMapSize(everything, size));
      result.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected.flat(2)[i], 4));
    }
    frozen.dispose();
    set.dispose();
  });

  test('give the same feature map as one graph and layer by layer', () => {
    const network = mobileNetV2(0.25);
    const weights = randomWeights(network, randomSource(8));
    const [graph, layers] = [frozenAsGraph(network, weights), frozenLayerByLayer(network, weights)];
    for (const size of [32, 45]) {
      const pixels = tf.randomUniform<tf.Rank.R4>([2, size, size, 3], 0, 255, 'float32', 9);
      const [a, b] = [graph, layers].map((form) => form.featureMap(pixels));
      expect(a.shape).toEqual(b.shape);
      expectClose(a.dataSync(), b.dataSync(), 1e-4);
    }
    graph.dispose();
    layers.dispose();
  });

  test('have the parameter numbers of their papers without classifier', () => {
    expect(countParameters(mobileNetV2())).toBe(2_223_872);
    expect(countParameters(squeezeNet())).toBe(722_496);
    expect(countParameters(efficientNetLite('efficientNetLite0')) / 1e6).toBeCloseTo(3.37, 2);
    expect(countParameters(efficientNetLite('efficientNetLite1')) / 1e6).toBeCloseTo(4.14, 2);
    expect(countParameters(efficientNetLite('efficientNetLite2')) / 1e6).toBeCloseTo(4.81, 2);
  });

  test('have the operation numbers of their papers', () => {
    // Published multiply-adds include the classifier's 1.28 M; the small rest is rounding.
    expect(countOperations(mobileNetV2(), 224) / 2e6).toBeCloseTo(300.8 - 1.3, 0);
    expect(countOperations(squeezeNet(), 224) / 2e6).toBeCloseTo(349.2 - 86.5, 0);
    // By hand: 324 * 32^2 + (2592 + 5184) * 16^2 + (10368 + 20736) * 8^2 + 31104 * 4^2
    expect(countOperations(smallCnn(), 32)).toBe(2 * 4_810_752);
    expect(countParameters(smallCnn())).toBe(70_764);
  });

  test('give every convolution its own name', () => {
    for (const network of [
      mobileNetV2(0.35),
      squeezeNet(),
      smallCnn(2),
      efficientNetLite('efficientNetLite2'),
    ]) {
      const names = convolutions(network.layers).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('scale their channels to multiples of 8 in MobileNetV2 and keep the head', () => {
    const outputs = convolutions(mobileNetV2(0.35).layers).map((layer) => layer.outputs);
    expect(outputs[0]).toBe(16);
    expect(outputs.at(-1)).toBe(1280);
    expect(outputs.every((channels) => channels % 8 === 0)).toBe(true);
  });

  test('refuse weights of another network by the name of the tensor', () => {
    expect(() => weightsFromTorch(smallCnn(), new Map())).toThrow(/block1.convolution.weight/);
    const wrong = new Map([
      ['block1.convolution.weight', { shape: [12, 3, 5, 5], data: new Float32Array(900) }],
    ]);
    expect(() => weightsFromTorch(smallCnn(), wrong)).toThrow(/\[12, 3, 3, 3\]/);
  });
});

describe('pooling', () => {
  test('takes the mean, or the cubic mean, over positions', () => {
    const map = tf.tensor4d([[[[1, 0]], [[2, 0]], [[4, 3]]]]);
    const values = (pooling: 'average' | 'gem') => [...tf.tidy(() => pool(map, pooling)).dataSync()];
    expect(values('average')[0]).toBeCloseTo(7 / 3, 5);
    expect(values('gem')[0]).toBeCloseTo(Math.cbrt((1 + 8 + 64) / 3), 4);
    expect(values('gem')[1]).toBeCloseTo(Math.cbrt(9), 4);
  });
});

test('runLayers leaves an empty list of layers alone', () => {
  const x = tf.tensor4d([[[[1, 2, 3]]]]);
  const same = runLayers(
    [],
    preprocess(x, { order: 'rgb', mean: [0, 0, 0], deviation: [1, 1, 1] }),
    (_, y) => y,
  );
  expect([...same.dataSync()]).toEqual([1, 2, 3]);
});
