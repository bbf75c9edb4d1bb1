import { beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../src/base/config/parseConfig.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { fusedLists } from '../../src/rankers/fusedLists.js';
import { joinVectors } from '../../src/rankers/rankedVectors.js';
import { givesScores, rankerConfigSchema, type RankerConfigInput } from '../../src/rankers/rankerConfig.js';
import { rankLists, type RankerInput } from '../../src/rankers/rankLists.js';
import { reciprocalLists } from '../../src/rankers/reciprocalLists.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { groupedVectors } from './slowTwins.js';

beforeAll(() => selectBackend());
const file = temporaryFolder();
const [gallery, features] = [groupedVectors(50, 8), groupedVectors(50, 5, 9, 2)];
const ids = Array.from({ length: 50 }, (_, row) => `picture-${row}`);
const input: RankerInput = {
  gallery,
  ids,
  labels: Int32Array.from({ length: 50 }, (_, row) => row % 12),
  vectors: ({ name }) => (name === 'queryFeatures' ? Promise.resolve(features) : Promise.reject(Error(name))),
};
const rank = (config: RankerConfigInput, length = 10, given = input) =>
  rankLists(parseConfig(rankerConfigSchema, config, 'ranker'), given, length);

const kinds: RankerConfigInput[] = [
  { kind: 'cosine' },
  { kind: 'queryExpansion' },
  { kind: 'reciprocal' },
  { kind: 'diffusion' },
  { kind: 'labels' },
  { kind: 'fusion', of: [{ kind: 'cosine' }, { kind: 'reciprocal' }] },
  { kind: 'fusion', of: [{ kind: 'cosine' }, { kind: 'labels' }], by: 'order' },
];

test.each(kinds)('%j: its defaults, each picture first, none twice, scores as foretold', async (config) => {
  const { rows, length, indices, scores } = await rank(config);
  expect([rows, length, indices.length]).toEqual([50, 10, 500]);
  for (let row = 0; row < rows; row++) {
    expect(indices[row * length]).toBe(row);
    expect(new Set(indices.subarray(row * length, (row + 1) * length)).size).toBe(length);
  }
  expect(scores !== undefined).toBe(givesScores(parseConfig(rankerConfigSchema, config, 'ranker')));
});

test('compares the vectors that are named, treated as is said', async () => {
  const vectors = [{ name: 'gallery' }, { name: 'queryFeatures' }] as const;
  const joined = await joinVectors([gallery, features], 'whitened');
  expect(
    await rank({ kind: 'reciprocal', vectors: [...vectors], treatment: 'whitened', k1: 8, k2: 3 }),
  ).toEqual(await reciprocalLists(joined, { k1: 8, k2: 3, lambda: 0.3, length: 10 }));
});

test('a fusion fuses longer lists than it gives, and at most all pictures', async () => {
  const [a, b] = [
    await cosineLists(await joinVectors([gallery]), 50),
    await cosineLists(await joinVectors([features]), 50),
  ];
  const of: RankerConfigInput[] = [
    { kind: 'cosine' },
    { kind: 'cosine', vectors: [{ name: 'queryFeatures' }] },
  ];
  expect(await rank({ kind: 'fusion', of })).toEqual(await fusedLists([a, b], 'mean', 10));
  expect((await rank({ kind: 'fusion', of, length: 2 })).indices).toHaveLength(500);
});

test('lists of a file are filled by the gallery model', async () => {
  const text = ids.map((id) => `${JSON.stringify({ id, list: [] })}\n`).join('');
  const { indices } = await rank({ kind: 'file', file: file('lists.jsonl', text) });
  expect(indices).toEqual((await cosineLists(gallery, 10)).indices);
});

test('says what a ranker needs and the pictures lack', async () => {
  const { vectors } = input;
  await expect(rank({ kind: 'labels' }, 10, { gallery, vectors })).rejects.toThrow(/no labels/);
  const alone = Int32Array.from({ length: 50 }, (_, row) => (row < 20 ? row : -1));
  await expect(rank({ kind: 'labels' }, 10, { ...input, labels: alone })).rejects.toThrow(
    /No two pictures share a label[^]*20 of 50/,
  );
  await expect(rank({ kind: 'file', file: 'x' }, 10, { gallery, vectors })).rejects.toThrow(/no ids/);
  await expect(rank({ kind: 'fusion', of: [{ kind: 'cosine' }, { kind: 'labels' }] })).rejects.toThrow(
    /without scores/,
  );
});
