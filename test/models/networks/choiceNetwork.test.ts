import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../../src/losses/createLoss.js';
import { createQueryModel } from '../../../src/models/createQueryModel.js';
import { loadQueryModel, saveQueryModel } from '../../../src/models/queryModelFiles.js';
import type { QueryModel } from '../../../src/models/queryModel.js';
import type { QueryModelConfigInput } from '../../../src/models/queryModelConfig.js';
import { blocksOf, choiceNetwork, wholeSpace } from '../../../src/models/networks/choiceNetwork.js';
import { choiceSpaceSchema, type ChoiceSpace } from '../../../src/models/networks/choiceSpace.js';
import {
  countOperations,
  countParameters,
  featureMapSize,
} from '../../../src/models/networks/countOperations.js';
import { frozenNetwork } from '../../../src/models/networks/frozenNetwork.js';
import { convolutions, type Network } from '../../../src/models/networks/network.js';
import { randomWeights } from '../../../src/models/networks/networkWeights.js';
import { trainableAsGraph, trainableLayerByLayer } from '../../../src/models/networks/trainableNetwork.js';
import { variableSet } from '../../../src/models/variableSet.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { trainingSchema } from '../../../src/training/config.js';
import { pixelBatches } from '../../../src/training/pixelBatches.js';
import { trainQueryModel } from '../../../src/training/trainQueryModel.js';
import { expectClose, unitRows } from '../../helpers/tensors.js';
import { slowLayers } from './slowNetwork.js';

beforeAll(() => selectBackend());

const space: ChoiceSpace = choiceSpaceSchema.parse({
  stem: 4,
  stages: [
    { channels: 6, blocks: 2, stride: 2 },
    { channels: 6, blocks: 1, stride: 1 },
    { channels: 8, blocks: 2, stride: 1 },
  ],
  choices: [{ kernel: 3, expansion: 1 }, { kernel: 5, expansion: 2 }, 'skip', { kernel: 7, expansion: 3 }],
  head: 10,
});
const path = [1, 2, 3, 0, 3];
const names = (network: Network): string[] => convolutions(network.layers).map(({ name }) => name);

describe('a space of networks', () => {
  test('has blocks that take the stride and the channels of their stage, and are skipped where both are kept', () => {
    expect(blocksOf(space)).toEqual([
      { inputs: 4, outputs: 6, stride: 2, allowed: [0, 1, 3] },
      { inputs: 6, outputs: 6, stride: 1, allowed: [0, 1, 2, 3] },
      { inputs: 6, outputs: 6, stride: 1, allowed: [0, 1, 2, 3] },
      { inputs: 6, outputs: 8, stride: 1, allowed: [0, 1, 3] },
      { inputs: 8, outputs: 8, stride: 1, allowed: [0, 1, 2, 3] },
    ]);
    const standard = blocksOf(choiceSpaceSchema.parse({}));
    expect(standard.map(({ stride }) => stride)).toEqual([2, 1, 1, 2, 1, 1, 2, 1, 1]);
    expect(standard.map(({ outputs }) => outputs)).toEqual([24, 24, 24, 48, 48, 48, 96, 96, 96]);
  });

  test('refuses choices that it does not know', () => {
    const parse = (changes: object) => () => choiceSpaceSchema.parse({ ...space, ...changes });
    expect(parse({ choices: [{ kernel: 4, expansion: 2 }] })).toThrow();
    expect(parse({ choices: [] })).toThrow();
    expect(parse({ stages: [] })).toThrow();
    expect(parse({ stages: [{ channels: 4, blocks: 1, stride: 3 }] })).toThrow();
    expect(parse({ width: 2 })).toThrow(/width/);
  });

  test('names every weight once, and those of each of its networks among them', () => {
    const all = names(wholeSpace(space));
    expect(new Set(all).size).toBe(all.length);
    // Stem and head; expansion 1 has two convolutions, the others three, skip none; five blocks.
    expect(all.length).toBe(2 + 5 * (2 + 3 + 3));
    const shapes = (network: Network) =>
      convolutions(network.layers).map((layer) => [layer.name, { ...layer, name: '' }] as const);
    const known = new Map(shapes(wholeSpace(space)));
    for (const other of [path, [0, 0, 0, 0, 0], [3, 1, 2, 1, 2]]) {
      for (const [name, shape] of shapes(choiceNetwork(space, other))) expect(known.get(name)).toEqual(shape);
    }
  });
});

describe('a network of a space', () => {
  test('holds the chosen blocks, with a shortcut where the shape is kept', () => {
    const network = choiceNetwork(space, path);
    expect(names(network)).toEqual([
      'stem.convolution',
      ...['expand', 'depthwise', 'project'].map((part) => `block0.choice1.${part}`),
      ...['expand', 'depthwise', 'project'].map((part) => `block2.choice3.${part}`),
      ...['depthwise', 'project'].map((part) => `block3.choice0.${part}`),
      ...['expand', 'depthwise', 'project'].map((part) => `block4.choice3.${part}`),
      'head.convolution',
    ]);
    const residuals = network.layers.flatMap((layer) => (layer.kind === 'residual' ? [layer] : []));
    expect(residuals.map(({ layers }) => convolutions(layers)[0].name.split('.')[0])).toEqual([
      'block2',
      'block4',
    ]);
    const depthwise = convolutions(network.layers).filter((layer) => layer.depthwise);
    expect(depthwise.map(({ kernel, stride, inputs }) => [kernel, stride, inputs])).toEqual([
      [5, 2, 8],
      [7, 1, 18],
      [3, 1, 6],
      [7, 1, 24],
    ]);
    expect([network.channels, featureMapSize(network, 32)]).toEqual([10, 8]);
  });

  test.each([
    ['an unknown choice', [1, 2, 9, 0, 3], /path\[2\][\s\S]*one of 0, 1, 2, 3[\s\S]*9/],
    ['a skipped block that changes the shape', [1, 2, 3, 2, 3], /path\[3\][\s\S]*one of 0, 1, 3[\s\S]*2/],
    ['a path that is too short', [1, 2, 3, 0], /path\[4\][\s\S]*undefined/],
    ['a path that is too long', [1, 2, 3, 0, 3, 1], /path[\s\S]*5 choices[\s\S]*6 choices/],
  ])('is refused for %s', async (_, wrong, message) => {
    expect(() => choiceNetwork(space, wrong)).toThrow(message);
    const config: QueryModelConfigInput = { kind: 'choiceNetwork', space, path: wrong };
    await expect(createQueryModel(config, randomSource(1), { dimension: 4 })).rejects.toThrow(message);
  });

  test('costs what each choice costs, counted by hand', () => {
    const cost = (block0: number): number =>
      countOperations(choiceNetwork(space, [block0, 2, 2, 0, 2]), 32) -
      countOperations(choiceNetwork(space, [0, 2, 2, 0, 2]), 32);
    // Block 0 takes 16 x 16 pixels of 4 channels to 8 x 8 pixels of 6.
    const [wide, narrow] = [16 ** 2, 8 ** 2];
    const plain = 3 ** 2 * 4 * narrow + 4 * 6 * narrow;
    const five = 4 * 8 * wide + 5 ** 2 * 8 * narrow + 8 * 6 * narrow;
    const seven = 4 * 12 * wide + 7 ** 2 * 12 * narrow + 12 * 6 * narrow;
    expect([cost(1), cost(3)]).toEqual([2 * (five - plain), 2 * (seven - plain)]);
    // Block 3 takes 8 x 8 pixels of 6 channels to 8, with expansion 1; blocks that are skipped cost nothing.
    const block3 = 3 ** 2 * 6 * narrow + 6 * 8 * narrow;
    const edges = 3 ** 2 * 3 * 4 * wide + 8 * 10 * narrow;
    const network = choiceNetwork(space, [0, 2, 2, 0, 2]);
    expect(countOperations(network, 32)).toBe(2 * (edges + plain + block3));
    const kernels = 3 ** 2 * 3 * 4 + (9 * 4 + 4 * 6) + (9 * 6 + 6 * 8) + 8 * 10;
    expect(countParameters(network)).toBe(kernels + 2 * (4 + (4 + 6) + (6 + 8) + 10));
  });

  test('runs as its definition says, frozen, as graphs and layer by layer', () => {
    const network = choiceNetwork(space, path);
    const weights = randomWeights(network, randomSource(3));
    const random = randomSource(1, 'picture');
    const picture = Array.from({ length: 21 }, () =>
      Array.from({ length: 21 }, () => [0, 1, 2].map(() => random.integer(256))),
    );
    const { mean, deviation } = network.preprocessing;
    const prepared = picture.map((row) => row.map((rgb) => rgb.map((x, c) => (x - mean[c]) / deviation[c])));
    const expected = slowLayers(network.layers, weights, prepared).flat(2);
    expect(expected.some((x) => x > 0.1)).toBe(true);
    const pixels = tf.tensor4d([picture]);
    expectClose(frozenNetwork(network, weights).featureMap(pixels).dataSync(), expected, 1e-4);
    const trained = [trainableAsGraph, trainableLayerByLayer].map((form) => {
      const set = variableSet();
      const trunk = form(set, network, weights);
      expectClose(trunk.featureMap(pixels, false).dataSync(), expected, 1e-4);
      const { variables, state } = set.lists();
      const { value, grads } = tf.variableGrads(() => {
        const map = trunk.featureMap(tf.tile(pixels, [2, 1, 1, 1]), true);
        return tf.sum(tf.mul(map, tf.randomNormal(map.shape, 0, 1, 'float32', 3)));
      }, variables);
      const gradients = variables.flatMap(({ name }) => Array.from(grads[name].dataSync()));
      const numbers = [value.dataSync()[0], ...state.flatMap((s) => Array.from(s.dataSync()))];
      trunk.dispose();
      set.dispose();
      return { gradients, numbers };
    });
    const [graph, layers] = trained;
    const steepest = Math.max(...layers.gradients.map(Math.abs));
    expectClose(graph.gradients, layers.gradients, 1e-3 * steepest);
    expectClose(graph.numbers, layers.numbers, 1e-3);
  });
});

describe('a query model of a space', () => {
  const folder = mkdtempSync(join(tmpdir(), 'choice-network-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const dimension = 6;
  const build = (seed: number, config: object = {}): Promise<QueryModel> =>
    createQueryModel({ kind: 'choiceNetwork', space, path, size: 32, ...config }, randomSource(seed), {
      dimension,
    });
  const pixels = Float32Array.from({ length: 8 * 32 ** 2 * 3 }, (_, n) => (n * 37) % 256);
  const embed = (model: QueryModel): Float32Array =>
    tf.tidy(() => model.embed(tf.tensor(pixels, [8, 32, 32, 3]), { training: false }).dataSync<'float32'>());

  test('counts its network and its projection', async () => {
    const model = await build(1);
    const network = choiceNetwork(space, path);
    expect(model.parameterCount).toBe(countParameters(network) + 10 * dimension + dimension);
    expect(model.flops).toBe(countOperations(network, 32) + 2 * 10 * dimension);
    expect(model.input).toEqual({ kind: 'pixels', size: 32 });
    const standard: QueryModelConfigInput = { kind: 'choiceNetwork', path: [0, 1, 2, 3, 4, 0, 1, 2, 3] };
    const large = await createQueryModel(standard, randomSource(1), { dimension });
    expect(large.input).toEqual({ kind: 'pixels', size: 64 });
    expect(large.flops).toBeGreaterThan(model.flops);
  });

  test('is trained by the trainer, then saved, and comes back equal', async () => {
    const model = await build(1, { pooling: 'gem' });
    const before = embed(model);
    const { losses } = await trainQueryModel({
      model,
      loss: createLoss({ kind: 'featureRegression' }),
      source: pixelBatches(Uint8Array.from(pixels), 32, 32),
      gallery: unitRows(8, dimension, 2),
      training: trainingSchema.parse({ epochs: 12, batchSize: 8, learningRate: 0.02 }),
      seed: 1,
    });
    expect(losses.at(-1)!).toBeLessThan(0.8 * losses[0]);
    const trained = embed(model);
    expect(trained).not.toEqual(before);
    for (let n = 0; n < 8; n++) {
      expect(Math.hypot(...trained.subarray(n * dimension, (n + 1) * dimension))).toBeCloseTo(1, 5);
    }

    await saveQueryModel(model, folder);
    const loaded = await loadQueryModel(folder);
    expect(embed(loaded)).toEqual(trained);
    expect(loaded.config).toEqual(model.config);
    expect([loaded.names, loaded.flops]).toEqual([model.names, model.flops]);
    const held = tf.memory().numTensors;
    loaded.dispose();
    expect(held - tf.memory().numTensors).toBe(model.names.length);
  });
});
