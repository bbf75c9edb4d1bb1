import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { planQueryModel } from '../../src/export/planQueryModel.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { fullConvolution, imageNetPreprocessing, type Network } from '../../src/models/networks/network.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import type { QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { loadQueryModel, saveQueryModel } from '../../src/models/queryModelFiles.js';
import { registerQueryModel } from '../../src/models/queryModelRegistry.js';

const folder = mkdtempSync(join(tmpdir(), 'query-models-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pictureFields = {
  size: z.int().min(32).default(32),
  pooling: z.enum(['average', 'gem']).default('average'),
};

function oneLayer(channels: number): Network {
  const fields = { kernel: 3, stride: 2, inputs: 3, padding: 'same', activation: 'relu' } as const;
  const layers = [fullConvolution({ ...fields, name: 'only', outputs: channels })];
  return { name: 'oneLayer', preprocessing: imageNetPreprocessing, layers, channels };
}

beforeAll(async () => {
  await selectBackend();
  registerQueryModel({
    schema: z.strictObject({
      kind: z.literal('oneLayer'),
      channels: z.int().positive().default(5),
      ...pictureFields,
      head: z.strictObject({ channels: z.int().positive() }).optional(),
    }),
    network: ({ channels }) => oneLayer(channels),
  });
  registerQueryModel({
    schema: z.strictObject({ kind: z.literal('meanColour'), size: pictureFields.size }),
    create(config, random, { dimension }) {
      const kernel = tf.variable(
        tf.tensor2d(
          Float32Array.from({ length: 3 * dimension }, () => random.normal()),
          [3, dimension],
        ),
      );
      return {
        name: `mean colour@${config.size}`,
        input: { kind: 'pixels', size: config.size },
        dimension,
        variables: [kernel],
        state: [],
        names: ['kernel'],
        parameterCount: kernel.size,
        flops: 0,
        embed: (input) =>
          tf.tidy(() => {
            const projected = tf.matMul(tf.mean<tf.Tensor2D>(input as tf.Tensor4D, [1, 2]), kernel);
            return tf.div(projected, tf.norm(projected, 2, 1, true));
          }),
        dispose: () => kernel.dispose(),
      };
    },
  });
});

const create = (config: QueryModelConfigInput): Promise<QueryModel> =>
  createQueryModel(config, randomSource(3, 'weights'), { dimension: 4 });
const pixels = (): tf.Tensor => tf.randomUniform([2, 32, 32, 3], 0, 255, 'float32', 5);
const embedded = (model: QueryModel): number[] =>
  tf.tidy(() => Array.from(model.embed(pixels(), { training: false }).dataSync()));

describe.each([
  { kind: 'oneLayer', name: 'oneLayer@32' },
  { kind: 'meanColour', name: 'mean colour@32' },
])('$kind, which was registered', ({ kind, name }) => {
  test('embeds pictures and comes back from its files', async () => {
    const model = await create({ kind });
    expect(model.name).toBe(name);
    const before = embedded(model);
    expect(Math.hypot(...before.slice(0, 4))).toBeCloseTo(1, 5);
    await saveQueryModel(model, join(folder, kind));
    const again = await loadQueryModel(join(folder, kind));
    expect(again.config).toEqual(model.config);
    expect(embedded(again)).toEqual(before);
    [model, again].forEach((one) => one.dispose());
  });

  test('is checked', async () => {
    await expect(create({ kind, size: 8 })).rejects.toThrow(/size/);
    await expect(create({ kind, sise: 32 })).rejects.toThrow(/sise: .* did you mean "size"\?/);
  });
});

test('a network that was registered has what every network has', async () => {
  const model = await create({ kind: 'oneLayer', channels: 6, pooling: 'gem', head: { channels: 8 } });
  expect(model.parameterCount).toBe(3 * 3 * 3 * 6 + 6 + (6 * 8 + 8) + (8 * 4 + 4));
  expect(model.flops).toBeGreaterThan(2 * 16 * 16 * 27 * 6);
  expect((await planQueryModel(model)).dimension).toBe(4);
  model.dispose();
});

test('a query model that is no network cannot be exported', async () => {
  const model = await create({ kind: 'meanColour' });
  await expect(planQueryModel(model)).rejects.toThrow(/layers of this query model are not known[^]*`create`/);
  model.dispose();
});

test.each([
  ['a kind of the library’s own', { kind: z.literal('head'), ...pictureFields }, /is taken/],
  ['no size', { kind: z.literal('sizeless'), pooling: pictureFields.pooling }, /lacks a field[^]*add size/],
  ['no pooling', { kind: z.literal('poolless'), size: pictureFields.size }, /lacks a field[^]*add pooling/],
])('a network with %s is refused', (_, shape, message) => {
  const schema = z.strictObject(shape) as z.ZodType;
  expect(() => registerQueryModel({ schema, network: () => oneLayer(1) })).toThrow(message);
});
