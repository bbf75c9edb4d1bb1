import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import type { Checkpoint } from '../../../src/checkpoints/checkpointTensor.js';
import { efficientNet } from '../../../src/models/networks/efficientNet.js';
import { mobileNetV2 } from '../../../src/models/networks/mobileNetV2.js';
import { resNet } from '../../../src/models/networks/resNet.js';
import { convolutions, type Network } from '../../../src/models/networks/network.js';
import { underOurNames } from '../../../src/models/networks/torchNames.js';
import { weightsFromTorch } from '../../../src/models/networks/torchWeights.js';
import { lively } from './livelyWeights.js';
import { stateDict } from '../../checkpoints/torchWriter.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

/** Each convolution's name and its batch norm's in another naming, in the order in which they run. */
type Names = [convolution: string, batchNorm?: string][];

/** A state under other names: layer by layer in their order. */
function renamed(network: Network, names: Names): Checkpoint {
  const state = stateDict(network, lively(network));
  const layers = convolutions(network.layers);
  expect(names.length).toBe(layers.length);
  const prefixes = layers.flatMap(({ name, batchNorm }, n): [string, string][] => [
    [name, names[n][0]],
    ...(batchNorm ? [[batchNorm.name, names[n][1]!] as [string, string]] : []),
  ]);
  return new Map(
    [...state].map(([key, tensor]) => {
      const end = key.lastIndexOf('.');
      const prefix = prefixes.find(([ours]) => ours === key.slice(0, end))!;
      return [prefix[1] + key.slice(end), tensor];
    }),
  );
}

describe('checkpoints in other namings', () => {
  test('of timm’s EfficientNet', () => {
    const network = efficientNet('efficientNetB0', 0.25);
    const repeats = [1, 2, 2, 3, 3, 4, 1];
    const blocks = repeats.flatMap((count, stage) =>
      Array.from({ length: count }, (_, i): Names => {
        const block = `blocks.${stage}.${i}`;
        const squeeze: Names = [[`${block}.se.conv_reduce`], [`${block}.se.conv_expand`]];
        return stage === 0
          ? [[`${block}.conv_dw`, `${block}.bn1`], ...squeeze, [`${block}.conv_pw`, `${block}.bn2`]]
          : [
              [`${block}.conv_pw`, `${block}.bn1`],
              [`${block}.conv_dw`, `${block}.bn2`],
              ...squeeze,
              [`${block}.conv_pwl`, `${block}.bn3`],
            ];
      }).flat(),
    );
    const state = renamed(network, [['conv_stem', 'bn1'], ...blocks, ['conv_head', 'bn2']]);
    const ours = underOurNames(network.name, state);
    expect([...ours.keys()].sort()).toEqual([...stateDict(network, lively(network)).keys()].sort());
    expect(weightsFromTorch(network, ours)).toEqual(lively(network));
  });

  test.each(['resNet18', 'resNet50'] as const)('of Hugging Face’s %s, alone or in a classifier', (name) => {
    const network = resNet(name, undefined, 4);
    const counts = name === 'resNet18' ? [2, 2, 2, 2] : [3, 4, 6, 3];
    const inner = name === 'resNet18' ? 2 : 3;
    const pair = (place: string): Names[number] => [`${place}.convolution`, `${place}.normalization`];
    for (const prefix of ['', 'resnet.']) {
      const blocks = counts.flatMap((count, stage) =>
        Array.from({ length: count }, (_, i): Names => {
          const block = `${prefix}encoder.stages.${stage}.layers.${i}`;
          const hasShortcut = i === 0 && (stage > 0 || name === 'resNet50');
          const layers = Array.from({ length: inner }, (_, n) => pair(`${block}.layer.${n}`));
          return [...layers, ...(hasShortcut ? [pair(`${block}.shortcut`)] : [])];
        }).flat(),
      );
      const state = renamed(network, [pair(`${prefix}embedder.embedder`), ...blocks]);
      expect(weightsFromTorch(network, underOurNames(network.name, state))).toEqual(lively(network));
    }
  });

  test('of timm’s MobileNetV2', () => {
    const network = mobileNetV2(0.25);
    const blocks = [1, 2, 3, 4, 3, 3, 1].flatMap((count, stage) =>
      Array.from({ length: count }, (_, i): Names => {
        const block = `blocks.${stage}.${i}`;
        return stage === 0
          ? [
              [`${block}.conv_dw`, `${block}.bn1`],
              [`${block}.conv_pw`, `${block}.bn2`],
            ]
          : [
              [`${block}.conv_pw`, `${block}.bn1`],
              [`${block}.conv_dw`, `${block}.bn2`],
              [`${block}.conv_pwl`, `${block}.bn3`],
            ];
      }).flat(),
    );
    const state = renamed(network, [['conv_stem', 'bn1'], ...blocks, ['conv_head', 'bn2']]);
    expect(weightsFromTorch(network, underOurNames(network.name, state))).toEqual(lively(network));
  });

  test('of torchvision’s MobileNetV2, and leave the older one alone', () => {
    const network = mobileNetV2(0.25);
    const blocks = Array.from({ length: 17 }, (_, i): Names => {
      const block = `features.${i + 1}.conv`;
      const depthwise = i === 0 ? 0 : 1;
      const layers: Names = [
        [`${block}.${depthwise}.0`, `${block}.${depthwise}.1`],
        [`${block}.${depthwise + 1}`, `${block}.${depthwise + 2}`],
      ];
      return i === 0 ? layers : [[`${block}.0.0`, `${block}.0.1`], ...layers];
    }).flat();
    const state = renamed(network, [
      ['features.0.0', 'features.0.1'],
      ...blocks,
      ['features.18.0', 'features.18.1'],
    ]);
    expect(weightsFromTorch(network, underOurNames(network.name, state))).toEqual(lively(network));
    const older = stateDict(network, lively(network));
    expect(underOurNames(network.name, older)).toBe(older);
  });
});
