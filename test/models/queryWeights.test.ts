import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { RetrievalError } from '../../src/errors.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { loadQueryModel, saveQueryModel } from '../../src/models/queryModelFiles.js';
import type { QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import type { Checkpoint } from '../../src/checkpoints/checkpointTensor.js';
import { frozenNetwork } from '../../src/models/networks/frozenNetwork.js';
import { mobileNetV3 } from '../../src/models/networks/mobileNetV3.js';
import { type Network } from '../../src/models/networks/network.js';
import { shuffleNetV2 } from '../../src/models/networks/shuffleNetV2.js';
import { weightsFromTorch } from '../../src/models/networks/torchWeights.js';
import { pool } from '../../src/models/pooling.js';
import { randomSource } from '../../src/base/randomSource.js';
import { lively } from './networks/livelyWeights.js';
import { patternPictures } from './pictures.js';
import { stateDict, Tensor, torchArchive, torchLegacy, type Saved } from '../checkpoints/torchWriter.js';

beforeAll(() => selectBackend({ prefer: 'native' }));
const folder = mkdtempSync(join(tmpdir(), 'imported-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dimension = 5;
const size = 32;
const build = (config: QueryModelConfigInput) =>
  createQueryModel(config, randomSource(3, 'weights'), { dimension });

function save(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** Pooled features of a network, and those of a model's trunk by its variables. */
function features(network: Network): number[] {
  const frozen = frozenNetwork(network, lively(network));
  const values = tf.tidy(() => {
    const pixels = tf.tensor4d(patternPictures(size), [2, size, size, 3]);
    return Array.from(pool(frozen.featureMap(pixels), 'average').dataSync());
  });
  frozen.dispose();
  return values;
}

/** Unit rows of the features under the model's projection, written as loops. */
function projected(model: Awaited<ReturnType<typeof build>>, x: number[], unitFirst: boolean): number[] {
  const at = (name: string) => model.variables[model.names.indexOf(name)].dataSync();
  const [kernel, bias] = [at('projection.kernel'), at('projection.bias')];
  const columns = kernel.length / dimension;
  return [0, 1].flatMap((row) => {
    let vector = x.slice(row * columns, (row + 1) * columns);
    if (unitFirst) vector = vector.map((value) => value / Math.hypot(...vector));
    const result = Array.from(bias, (start, d) =>
      vector.reduce((sum, value, c) => sum + value * kernel[c * dimension + d], start),
    );
    return result.map((value) => value / Math.hypot(...result));
  });
}

function embed(model: Awaited<ReturnType<typeof build>>): number[] {
  return tf.tidy(() => {
    const pixels = tf.tensor4d(patternPictures(size), [2, size, size, 3]);
    return Array.from(model.embed(pixels, { training: false }).dataSync());
  });
}

function expectSame(found: number[], twin: number[]): void {
  expect(found.length).toBe(twin.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(twin[i], 4));
}

/** A whole checkpoint: the network, its counters left out, and a classifier. */
function whole(network: Network, classifier: string): Map<string, Saved> {
  const state = new Map<string, Saved>(stateDict(network, lively(network)));
  return state.set(
    `${classifier}.weight`,
    new Tensor([2, network.channels], new Float32Array(2 * network.channels)),
  );
}

describe('a query model from a checkpoint of PyTorch', () => {
  const cases: [string, QueryModelConfigInput, Network, string][] = [
    ['ShuffleNetV2', { kind: 'shuffleNetV2', width: 0.5, size }, shuffleNetV2(0.5), 'fc'],
    ['MobileNetV3', { kind: 'mobileNetV3Small', size }, mobileNetV3('mobileNetV3Small'), 'classifier.3'],
  ];
  test.each(cases)('%s embeds as its network does', async (name, config, network, classifier) => {
    const state = whole(network, classifier);
    const twin = features(network);
    const parallel = new Map([...state].map(([key, value]): [string, Saved] => [`module.${key}`, value]));
    const files = [
      save(`${name}.pth`, torchArchive(state)),
      save(
        `${name}-old.pth`,
        torchLegacy(
          new Map<string, Saved>([
            ['epoch', 7],
            ['state_dict', parallel],
          ]),
        ),
      ),
    ];
    for (const weights of files) {
      const model = await build({ ...config, weights });
      expectSame(embed(model), projected(model, twin, false));
      model.dispose();
    }
  });

  test('can have a wider end: 1x1 convolution, ReLU, GeM, unit length, projection, unit length', async () => {
    const network = shuffleNetV2(0.5);
    const weights = save('wide.pth', torchArchive(whole(network, 'fc')));
    const config = {
      kind: 'shuffleNetV2',
      width: 0.5,
      size,
      weights,
      pooling: 'gem',
      head: { channels: 7 },
    } as const;
    const model = await build(config);
    const kernel = model.variables[model.names.indexOf('widening.kernel')].dataSync();
    const frozen = frozenNetwork(network, lively(network));
    const twin = tf.tidy(() => {
      const map = frozen.featureMap(tf.tensor4d(patternPictures(size), [2, size, size, 3]));
      const cells = map.dataSync();
      const places = map.shape[1] * map.shape[2];
      return [0, 1].flatMap((row) =>
        Array.from({ length: 7 }, (_, o) => {
          let sum = 0;
          for (let place = 0; place < places; place++) {
            let value = 0;
            for (let c = 0; c < network.channels; c++) {
              value += cells[(row * places + place) * network.channels + c] * kernel[c * 7 + o];
            }
            sum += Math.max(value, 1e-6) ** 3;
          }
          return Math.cbrt(sum / places);
        }),
      );
    });
    frozen.dispose();
    expectSame(embed(model), projected(model, twin, true));
    expect(model.parameterCount).toBe(model.variables.reduce((sum, variable) => sum + variable.size, 0));
    model.dispose();
  });

  test('is saved and loaded without the checkpoint', async () => {
    const weights = save('gone.pth', torchArchive(whole(shuffleNetV2(0.5), 'fc')));
    const model = await build({ kind: 'shuffleNetV2', width: 0.5, size, weights, head: { channels: 6 } });
    const before = embed(model);
    const place = join(folder, 'saved');
    await saveQueryModel(model, place);
    model.dispose();
    rmSync(weights);
    const loaded = await loadQueryModel(place);
    expect(embed(loaded)).toEqual(before);
    expect(loaded.config).toMatchObject({ weights });
    loaded.dispose();
  });

  test('says how to get a missing file, and what a foreign one lacks', async () => {
    const missing = build({ kind: 'efficientNetB3', weights: join(folder, 'none.pth') });
    await expect(missing).rejects.toThrow(/torchvision\.models\.efficientnet_b3/);
    const other = save('other.pth', torchArchive(whole(shuffleNetV2(0.5), 'fc')));
    const foreign = build({ kind: 'resNet18', weights: other });
    await expect(foreign).rejects.toThrow(RetrievalError);
    await expect(build({ kind: 'resNet18', weights: other })).rejects.toThrow(
      /100 missing: conv1\.weight \[64, 3, 7, 7\].*and 92 more; .*unexpected: conv1\.0\.weight \[24, 3, 3, 3\]/,
    );
    const numbers = save('numbers.pth', torchArchive(new Map<string, Saved>([['epoch', 3]])));
    await expect(build({ kind: 'resNet18', weights: numbers })).rejects.toThrow(
      /not a dictionary of tensors/,
    );
  });

  test('lists missing, misshapen and unexpected tensors at once', () => {
    const network = shuffleNetV2(0.5);
    const state: Checkpoint = stateDict(network, lively(network));
    state.delete('conv5.1.bias');
    state.set('conv1.1.weight', new Tensor([3], new Float32Array(3)));
    state.set('extra.weight', new Tensor([1], new Float32Array(1)));
    expect(() => weightsFromTorch(network, state)).toThrow(
      /1 missing: conv5\.1\.bias \[1024\]; 1 of another shape: conv1\.1\.weight \[3\] instead of \[24\]; 1 unexpected: extra\.weight \[1\]/,
    );
  });
});
