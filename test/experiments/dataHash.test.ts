import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Dataset } from '../../src/datasets/types.js';
import { dataHash } from '../../src/experiments/dataHash.js';

const folder = mkdtempSync(join(tmpdir(), 'data-hash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the hash of the data changes with the vectors of a gallery and their ids, and is otherwise that of the pictures', async () => {
  const dataset = { fingerprint: '0123456789abcdef0123456789abcdef' } as Dataset;
  expect(await dataHash(dataset, { name: 'efficientNetLite2', size: 224, pooling: 'gem' })).toBe(
    '0123456789abcdef',
  );
  const file = join(folder, 'v.npy');
  const hashes = new Set<string>();
  const add = async (): Promise<unknown> => hashes.add(await dataHash(dataset, { name: 'vectors', file }));
  await add();
  writeFileSync(file, 'a');
  await add();
  writeFileSync(file, 'b');
  await add();
  writeFileSync(join(folder, 'v.ids.txt'), 'x\n');
  await add();
  await add();
  expect(hashes.size).toBe(4);
});

test('it changes with the files of a ranker', async () => {
  const dataset = { fingerprint: '0123456789abcdef0123456789abcdef' } as Dataset;
  const gallery = { name: 'efficientNetLite2', size: 224, pooling: 'gem' } as const;
  const file = join(folder, 'lists.jsonl');
  const hash = (): Promise<string> => dataHash(dataset, gallery, [{ kind: 'file', file }]);
  writeFileSync(file, 'a');
  const first = await hash();
  writeFileSync(file, 'b');
  expect(await hash()).not.toBe(first);
  expect(first).not.toBe(await dataHash(dataset, gallery));
});
