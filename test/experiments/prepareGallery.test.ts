import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { bankOf, type PreparedGallery } from '../../src/experiments/prepareGallery.js';
import { completeLossConfig } from '../../src/losses/lossConfig.js';
import { rankerKey } from '../../src/losses/neighbourSource.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';

const fit = randomMatrix(6, 3, 1);
const own = { indices: new Int32Array(12), similarities: new Float32Array(12), neighbours: 2 };
const gallery = (): PreparedGallery & { neighbours: ReturnType<typeof vi.fn> } =>
  ({ fit, neighbours: vi.fn(() => Promise.resolve(own)) }) as never;
const ranker = { kind: 'file', file: 'lists.jsonl' } as const;
const loss = (...neighbours: object[]) =>
  completeLossConfig(
    neighbours.map((source) => ({
      weight: 1,
      loss: { kind: 'rankDistribution', neighbours: source } as never,
    })),
  );

beforeAll(() => selectBackend());

test('pictures are compared pair by pair only where a loss ranks them by the gallery model itself', async () => {
  const embeddings = tf.tensor2d(fit.data, [6, 3]);
  const rankings = new Map([[rankerKey(ranker), { rows: 6, length: 2, indices: new Int32Array(12) }]]);
  const [lists, bank] = [
    { from: 'ranker', count: 2, ranker },
    { from: 'bank', count: 2 },
  ];
  const given = gallery();
  expect(await bankOf(embeddings, given, loss(lists), rankings)).toMatchObject({ neighbours: 0, rankings });
  expect(given.neighbours).not.toHaveBeenCalled();
  for (const source of [bank, { from: 'bankAndBatch', count: 2 }]) {
    const compared = gallery();
    expect(await bankOf(embeddings, compared, loss(lists, source), rankings)).toMatchObject({
      ...own,
      rankings,
    });
    expect(compared.neighbours).toHaveBeenCalledOnce();
  }
  expect(await bankOf(embeddings, gallery(), loss({ from: 'batch' }))).toBeUndefined();
  embeddings.dispose();
});
