import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { featureMapSize } from '../../src/models/networks/countOperations.js';
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
import { variableSet } from '../../src/models/variableSet.js';
import { randomSource } from '../../src/base/randomSource.js';
import { expectClose } from '../helpers/tensors.js';
import { lively } from './networks/livelyWeights.js';
import { slowLayers, type Map3 } from './networks/slowNetwork.js';
import { efficientNet } from '../../src/models/networks/efficientNet.js';
import { mobileNetV3 } from '../../src/models/networks/mobileNetV3.js';
import { resNet } from '../../src/models/networks/resNet.js';
import { shuffleNetV2 } from '../../src/models/networks/shuffleNetV2.js';
import { largeNetworkLayers } from './networks/largeNetworkLayers.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

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

test('runLayers leaves an empty list of layers alone', () => {
  const x = tf.tensor4d([[[[1, 2, 3]]]]);
  const same = runLayers(
    [],
    preprocess(x, { order: 'rgb', mean: [0, 0, 0], deviation: [1, 1, 1] }),
    (_, y) => y,
  );
  expect([...same.dataSync()]).toEqual([1, 2, 3]);
});

const narrow: [string, Network][] = [
  ['every kind of layer of the larger networks', largeNetworkLayers],
  ['ResNet-18', resNet('resNet18', undefined, 8)],
  ['ResNet-50', resNet('resNet50', undefined, 4)],
  ['ResNet-101', resNet('resNet101', undefined, 4)],
  ['EfficientNet-B0', efficientNet('efficientNetB0', 0.25)],
  ['EfficientNet-B3', efficientNet('efficientNetB3', 0.25)],
  ['ShuffleNetV2 x0.5', shuffleNetV2(0.5)],
  ['ShuffleNetV2 x1.0', shuffleNetV2(1)],
  ['MobileNetV3-Small', mobileNetV3('mobileNetV3Small')],
  ['MobileNetV3-Large', mobileNetV3('mobileNetV3Large')],
];

/** Largest difference, as a share of the largest number of the twin. */
function relativeError(found: ArrayLike<number>, twin: number[]): number {
  expect(found.length).toBe(twin.length);
  const largest = twin.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return twin.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0) / largest;
}

describe('runs as its definition says, frozen and trainable:', () => {
  const cases = [
    ...narrow.map(([what, network]) => [what, 32, 41, network] as const),
    ['every kind of layer of the larger networks', 33, 33, largeNetworkLayers] as const,
  ];
  test.each(cases)('%s on %i x %i pixels', (_, height, width, network) => {
    const weights = lively(network);
    const random = randomSource(1, 'picture');
    const picture: Map3 = Array.from({ length: height }, () =>
      Array.from({ length: width }, () => [0, 1, 2].map(() => random.integer(256))),
    );
    const { mean, deviation } = network.preprocessing;
    const prepared = picture.map((row) =>
      row.map((rgb) => rgb.map((value, c) => (value - mean[c]) / deviation[c])),
    );
    const expected = slowLayers(network.layers, weights, prepared);
    const pixels = tf.tensor4d([picture]);
    const set = variableSet();
    const forms = [
      frozenNetwork(network, weights),
      frozenAsGraph(network, weights),
      frozenLayerByLayer(network, weights),
      trainableNetwork(set, network, weights),
    ];
    for (const form of forms) {
      const result = form.featureMap(pixels, false);
      expect(result.shape).toEqual([1, expected.length, expected[0].length, network.channels]);
      expect(relativeError(result.dataSync(), expected.flat(2))).toBeLessThan(1e-4);
      form.dispose();
    }
    if (height === width) expect(featureMapSize(network, height)).toBe(expected.length);
    set.dispose();
  });
});
