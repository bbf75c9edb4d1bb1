import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { bankNeighbours, completeLossConfig, lossKinds } from '../../src/losses/lossConfig.js';
import { neighbourSourceSchema } from '../../src/losses/neighbourSource.js';
import { registerLoss } from '../../src/losses/registry.js';

beforeAll(() => selectBackend());

const registerGap = (scale = 1) =>
  registerLoss({
    source: 'test',
    schema: z.strictObject({
      kind: z.literal('gap'),
      margin: z.number().min(0).default(0.5),
      neighbours: neighbourSourceSchema.default({ from: 'bank', count: 7 }),
    }),
    create: ({ margin }) => ({
      name: `gap ${margin}`,
      compute: ({ query, gallery }) =>
        tf.mean(tf.relu(tf.add(margin, tf.mul(scale, tf.sub(query, gallery))))),
    }),
    version: scale,
  });

describe('a loss that was registered', () => {
  beforeAll(() => registerGap());

  test('is built like any other, with the defaults of its schema', () => {
    expect(completeLossConfig({ kind: 'gap' })).toEqual({
      kind: 'gap',
      margin: 0.5,
      neighbours: { from: 'bank', count: 7 },
    });
    expect(createLoss({ kind: 'gap', margin: 2 }).name).toBe('gap 2');
  });

  test('computes, alone and in a sum', () => {
    const batch = createLossBatch({ query: tf.tensor2d([[1, 0]]), gallery: tf.tensor2d([[0, 1]]) });
    const value = (loss: Parameters<typeof createLoss>[0]): number =>
      tf.tidy(() => createLoss(loss).compute(batch).dataSync()[0]);
    const alone = value({ kind: 'gap' });
    expect(alone).toBeCloseTo(0.75, 6);
    const cosine = value({ kind: 'featureRegression' });
    const sum = [
      { weight: 2, loss: { kind: 'gap' } },
      { weight: 3, loss: { kind: 'featureRegression' } },
    ];
    expect(value(sum)).toBeCloseTo(2 * alone + 3 * cosine, 5);
    tf.dispose([batch.query, batch.gallery]);
  });

  test('is asked what it needs of the bank', () => {
    const config = completeLossConfig([{ weight: 1, loss: { kind: 'gap' } }]);
    expect([lossKinds(config), bankNeighbours(config)]).toEqual([['gap'], 7]);
  });

  test.each([
    [{ kind: 'gap', margin: -1 }, /margin/],
    [{ kind: 'gap', margn: 1 }, /margn: .* did you mean "margin"\?/],
    [{ kind: 'gapp' }, /there is no "gapp"; did you mean "gap"\?/],
  ])('is checked: %j', (config, message) => {
    expect(() => createLoss(config)).toThrow(message);
  });

  test('can be registered again', () => {
    registerGap();
    registerGap(2);
    expect(createLoss({ kind: 'gap' }).name).toBe('gap 0.5');
    registerGap();
  });
});

test.each([
  [
    'a kind of the library’s own',
    { schema: z.strictObject({ kind: z.literal('rankMatching') }) },
    /is taken/,
  ],
  ['no kind', { schema: z.strictObject({}) }, /has no kind[^]*0 kinds/],
  ['two kinds', { schema: z.strictObject({ kind: z.enum(['a', 'b']) }) }, /has no kind[^]*2 kinds/],
  ['no schema', {}, /has no kind[^]*no such schema/],
])('a definition with %s is refused', (_, definition, message) => {
  const create = () => ({ name: 'none', compute: () => tf.scalar(0) });
  expect(() => registerLoss({ source: 'test', create, ...definition } as never)).toThrow(message);
});
