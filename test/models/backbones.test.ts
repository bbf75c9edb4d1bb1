import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import {
  countOperations,
  countParameters,
  featureMapSize,
} from '../../src/models/networks/countOperations.js';
import { efficientNet } from '../../src/models/networks/efficientNet.js';
import { frozenAsGraph, frozenLayerByLayer, frozenNetwork } from '../../src/models/networks/frozenNetwork.js';
import { mobileNetV3 } from '../../src/models/networks/mobileNetV3.js';
import { convolutions, fullConvolution, type Network } from '../../src/models/networks/network.js';
import { resNet } from '../../src/models/networks/resNet.js';
import { shuffleNetV2 } from '../../src/models/networks/shuffleNetV2.js';
import { trainableNetwork } from '../../src/models/networks/trainableNetwork.js';
import { variableSet } from '../../src/models/variableSet.js';
import { randomSource } from '../../src/base/randomSource.js';
import { lively } from './livelyWeights.js';
import { newLayers } from './newLayers.js';
import { slowLayers, type Map3 } from './slowNetwork.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

const narrow: [string, Network][] = [
  ['every new kind of layer', newLayers],
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
    ['every new kind of layer', 33, 33, newLayers] as const,
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

/** Published numbers with the classifier: weights, millions of multiply-adds and the size that they are for. */
const published: [Network, parameters: number, multiplyAdds: number, size: number][] = [
  [resNet('resNet18'), 11_689_512, 1814, 224],
  [resNet('resNet50'), 25_557_032, 4089, 224],
  [resNet('resNet101'), 44_549_160, 7801, 224],
  [efficientNet('efficientNetB0'), 5_288_548, 386, 224],
  [efficientNet('efficientNetB1'), 7_794_184, 687, 240],
  [efficientNet('efficientNetB3'), 12_233_232, 1827, 300],
  [shuffleNetV2(0.5), 1_366_792, 40, 224],
  [shuffleNetV2(1), 2_278_604, 145, 224],
];

describe('the published numbers', () => {
  test.each(published)('are those of $name', (network, parameters, multiplyAdds, size) => {
    const classes = 1000;
    const classifier = network.channels * classes + classes;
    expect(countParameters(network) + classifier).toBe(parameters);
    const found = (countOperations(network, size) / 2 + network.channels * classes) / 1e6;
    expect(Math.abs(found - multiplyAdds)).toBeLessThan(1);
  });

  test('are those of MobileNetV3, whose classifier has two layers', () => {
    const layer = (inputs: number, outputs: number) => inputs * outputs + outputs;
    expect(countParameters(mobileNetV3('mobileNetV3Small')) + layer(576, 1024) + layer(1024, 1000)).toBe(
      2_542_856,
    );
    expect(countParameters(mobileNetV3('mobileNetV3Large')) + layer(960, 1280) + layer(1280, 1000)).toBe(
      5_483_032,
    );
  });

  test('come with a name of its own for every convolution', () => {
    for (const [network] of published) {
      const names = convolutions(network.layers).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('hold for layers beside the main path: shortcuts and squeezed channels', () => {
    const one = (name: string, inputs: number, outputs: number) =>
      fullConvolution({
        name,
        kernel: 1,
        stride: 1,
        inputs,
        outputs,
        padding: 'same',
        activation: 'none',
      });
    const gate = { kind: 'squeezeExcite' as const, layers: [one('c', 5, 2), one('d', 2, 5)] };
    const layers: Network['layers'] = [
      { kind: 'residual', layers: [one('a', 3, 5), gate], shortcut: [one('b', 3, 5)] },
    ];
    const network = { ...newLayers, layers, channels: 5 };
    // 64 positions of the two paths, one of the means; a bias for each output.
    expect(countOperations(network, 8)).toBe(2 * (64 * 2 * 15 + 2 * 10));
    expect(countParameters(network)).toBe(2 * 15 + 2 * 10 + 5 + 5 + 2 + 5);
  });
});
