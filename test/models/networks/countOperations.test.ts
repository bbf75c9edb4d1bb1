import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { countOperations, countParameters } from '../../../src/models/networks/countOperations.js';
import { efficientNet } from '../../../src/models/networks/efficientNet.js';
import { mobileNetV3 } from '../../../src/models/networks/mobileNetV3.js';
import { convolutions, fullConvolution, type Network } from '../../../src/models/networks/network.js';
import { resNet } from '../../../src/models/networks/resNet.js';
import { shuffleNetV2 } from '../../../src/models/networks/shuffleNetV2.js';
import { largeNetworkLayers } from './largeNetworkLayers.js';
import { efficientNetLite } from '../../../src/models/networks/efficientNetLite.js';
import { mobileNetV2 } from '../../../src/models/networks/mobileNetV2.js';
import { smallCnn } from '../../../src/models/networks/smallCnn.js';
import { squeezeNet } from '../../../src/models/networks/squeezeNet.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
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

describe('the published numbers of networks', () => {
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
    const network = { ...largeNetworkLayers, layers, channels: 5 };
    // 64 positions of the two paths, one of the means; a bias for each output.
    expect(countOperations(network, 8)).toBe(2 * (64 * 2 * 15 + 2 * 10));
    expect(countParameters(network)).toBe(2 * 15 + 2 * 10 + 5 + 5 + 2 + 5);
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
});
