import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createGalleryModel } from '../../src/models/createGalleryModel.js';
import { resNet, type ResNetNames } from '../../src/models/networks/resNet.js';
import { randomSource } from '../../src/base/randomSource.js';
import { lively } from './networks/livelyWeights.js';
import { slowLayers, type Map3 } from './networks/slowNetwork.js';
import {
  DoubleArray,
  stateDict,
  Tensor,
  torchArchive,
  torchLegacy,
  type Saved,
} from '../checkpoints/torchWriter.js';

beforeAll(() => selectBackend({ prefer: 'native' }));
const folder = mkdtempSync(join(tmpdir(), 'landmark-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gemNames: ResNetNames = {
  stem: ['features.0', 'features.1'],
  stages: ['features.4', 'features.5', 'features.6', 'features.7'],
};
const delgNames: ResNetNames = {
  stem: ['backbone.block1.0', 'backbone.block1.1'],
  stages: ['backbone.block2', 'backbone.block3', 'backbone.block4', 'backbone.block5'],
};
/** Channels of the stem; the network ends in 32 times as many. */
const stem = 2;
const columns = 32 * stem;
const [mean, std] = [
  [0.5, 0.4, 0.3],
  [0.2, 0.25, 0.3],
];

function numbers(length: number, stream: string, scale = 1): number[] {
  const random = randomSource(2, stream);
  return Array.from({ length }, () => scale * random.normal());
}

const picture: Map3 = Array.from({ length: 40 }, (_, y) =>
  Array.from({ length: 33 }, (_, x) => [(7 * x + y) % 256, (3 * y) % 256, (x * y) % 256]),
);

/** The descriptor by loops: prepared pixels, network, GeM, unit length. */
function slowDescriptor(
  names: ResNetNames,
  exponent: number,
  [m, s] = [mean, std],
  pixels = picture,
): number[] {
  const network = resNet('resNet101', names, stem);
  const prepared = pixels.map((row) => row.map((rgb) => rgb.map((v, c) => (v / 255 - m[c]) / s[c])));
  const map = slowLayers(network.layers, lively(network), prepared).flat();
  const pooled = Array.from({ length: columns }, (_, c) => {
    const powers = map.map((cell) => Math.max(cell[c], 1e-6) ** exponent);
    return (powers.reduce((a, b) => a + b, 0) / powers.length) ** (1 / exponent);
  });
  return unit(pooled);
}

function unit(vector: number[]): number[] {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/** `W (x - m) + b`, to unit length. */
function slowProjection(x: number[], w: number[], m: number[], b: number[]): number[] {
  return unit(
    b.map((bias, row) => bias + x.reduce((sum, v, d) => sum + w[row * x.length + d] * (v - m[d]), 0)),
  );
}

function save(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function embed(weights: string, name: 'resnet101-gem' | 'resnet101-delg', whitening?: string) {
  const model = await createGalleryModel({ name, weights, ...(whitening && { whitening }) });
  const pixels = tf.tensor4d([picture]);
  const vectors = await model.embedPhoto!(pixels);
  const found = Array.from(await vectors.data());
  tf.dispose([pixels, vectors]);
  model.dispose();
  return found;
}

function expectEqual(found: number[], twin: number[]): void {
  expect(found.length).toBe(twin.length);
  const cosine = found.reduce((sum, value, d) => sum + value * twin[d], 0);
  expect(cosine).toBeGreaterThan(1 - 1e-5);
  expect(Math.hypot(...found)).toBeCloseTo(1, 5);
}

function gemState(): Map<string, Saved> {
  const network = resNet('resNet101', gemNames, stem);
  return new Map<string, Saved>(stateDict(network, lively(network))).set(
    'pool.p',
    new Tensor([1], Float32Array.of(2.5)),
  );
}
const meta = (more: [string, Saved][] = []): Map<string, Saved> =>
  new Map<string, Saved>([
    ['architecture', 'resnet101'],
    ['pooling', 'gem'],
    ['mean', mean],
    ['std', std],
    ...more,
  ]);

describe('R101-GeM in the layout of its owners', () => {
  test('without whitening equals the loops, with its own preparation and exponent', async () => {
    const content = new Map<string, Saved>([
      ['meta', meta()],
      ['state_dict', gemState()],
    ]);
    const twin = slowDescriptor(gemNames, 2.5);
    expectEqual(await embed(save('gem.pth', torchArchive(content)), 'resnet101-gem'), twin);
    expectEqual(await embed(save('gem-old.pth', torchLegacy(content)), 'resnet101-gem'), twin);
  });

  test('with a whitening layer, and with one learned afterwards', async () => {
    const rows = 8;
    const [w, b] = [numbers(rows * columns, 'w'), numbers(rows, 'b', 0.1)];
    const layer = gemState()
      .set('whiten.weight', new Tensor([rows, columns], Float32Array.from(w)))
      .set('whiten.bias', new Tensor([rows], Float32Array.from(b)));
    const zero = new Array<number>(columns).fill(0);
    const twin = slowDescriptor(gemNames, 2.5);
    const file = save(
      'layer.pth',
      torchArchive(
        new Map<string, Saved>([
          ['meta', meta()],
          ['state_dict', layer],
        ]),
      ),
    );
    expectEqual(await embed(file, 'resnet101-gem'), slowProjection(twin, w, zero, b));

    const [p, m] = [numbers(rows * columns, 'p'), numbers(columns, 'm', 0.1)];
    const form = new Map<string, Saved>([
      ['m', new DoubleArray([columns, 1], Float64Array.from(m))],
      ['P', new DoubleArray([rows, columns], Float64Array.from(p))],
    ]);
    const scales = new Map<string, Saved>([
      ['ss', form],
      ['ms', form],
    ]);
    const learned = meta([['Lw', new Map<string, Saved>([['retrieval-SfM-120k', scales]])]]);
    const after = save(
      'lw.pth',
      torchArchive(
        new Map<string, Saved>([
          ['meta', learned],
          ['state_dict', gemState()],
        ]),
      ),
    );
    const noBias = new Array<number>(rows).fill(0);
    expectEqual(await embed(after, 'resnet101-gem'), slowProjection(twin, p, m, noBias));
    expectEqual(await embed(after, 'resnet101-gem', 'none'), twin);
    await expect(embed(after, 'resnet101-gem', 'retrieval-SfM-30k')).rejects.toThrow(
      /retrieval-SfM-120k, none/,
    );
  });

  test('joins scales by the exponent of its pooling before the whitening learned for several', async () => {
    const rows = 6;
    const [p, m] = [numbers(rows * columns, 'p'), numbers(columns, 'm', 0.1)];
    const form = (factor: number) =>
      new Map<string, Saved>([
        ['m', new DoubleArray([columns, 1], Float64Array.from(m))],
        [
          'P',
          new DoubleArray(
            [rows, columns],
            Float64Array.from(p, (value) => factor * value),
          ),
        ],
      ]);
    // That of one scale points the other way.
    const scales = new Map<string, Saved>([
      ['ss', form(-1)],
      ['ms', form(1)],
    ]);
    const content = new Map<string, Saved>([
      ['meta', meta([['Lw', new Map<string, Saved>([['retrieval-SfM-120k', scales]])]])],
      ['state_dict', gemState()],
    ]);
    const weights = save('scales.pth', torchArchive(content));
    const model = await createGalleryModel({ name: 'resnet101-gem', weights });
    const part = picture.slice(0, 35);
    const inputs = [picture, part].map((pixels) => tf.tensor4d([pixels]));
    const vectors = await model.embedScales!(inputs);
    const [a, b] = [picture, part].map((pixels) => slowDescriptor(gemNames, 2.5, undefined, pixels));
    const joined = unit(a.map((value, d) => ((value ** 2.5 + b[d] ** 2.5) / 2) ** (1 / 2.5)));
    expectEqual(
      Array.from(vectors.dataSync()),
      slowProjection(joined, p, m, new Array<number>(rows).fill(0)),
    );
    tf.dispose([...inputs, vectors]);
    model.dispose();
  });

  test('of another network, or without some tensors, is refused by name', async () => {
    const other = new Map<string, Saved>([
      ['meta', meta([['pooling', 'mac']])],
      ['state_dict', gemState()],
    ]);
    await expect(embed(save('mac.pth', torchArchive(other)), 'resnet101-gem')).rejects.toThrow(
      /meta\.pooling/,
    );
    const state = gemState();
    state.delete('features.7.2.bn3.running_var');
    const less = save('less.pth', torchArchive(new Map<string, Saved>([['state_dict', state]])));
    await expect(embed(less, 'resnet101-gem')).rejects.toThrow(/features\.7\.2\.bn3\.running_var/);
    await expect(embed(join(folder, 'none.pth'), 'resnet101-gem')).rejects.toThrow(/cnnimageretrieval/);
  });
});

test('R101-DELG: a state_dict behind `module.`, exponent 3 and a 1x1 convolution', async () => {
  const network = resNet('resNet101', delgNames, stem);
  const [w, b] = [numbers(columns * columns, 'w'), numbers(columns, 'b', 0.1)];
  const state = new Map<string, Saved>(stateDict(network, lively(network)))
    .set('whiten.weight', new Tensor([columns, columns, 1, 1], Float32Array.from(w)))
    .set('whiten.bias', new Tensor([columns], Float32Array.from(b)));
  const parallel = new Map([...state].map(([name, value]) => [`module.${name}`, value] as [string, Saved]));
  const imageNet: [number[], number[]] = [
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ];
  const twin = slowDescriptor(delgNames, 3, imageNet);
  const zero = new Array<number>(columns).fill(0);
  expectEqual(
    await embed(save('delg.pth', torchArchive(parallel)), 'resnet101-delg'),
    slowProjection(twin, w, zero, b),
  );
});
