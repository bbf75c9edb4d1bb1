import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { LostObject } from '../../../src/base/objects/types.js';
import { copyBytes, keepCopies, withCopies, type CopiedPicture } from '../../../src/datasets/own/copies.js';
import { plainJpeg } from '../pictures.js';

const cacheFolder = mkdtempSync(join(tmpdir(), 'copies-'));
afterAll(() => rmSync(cacheFolder, { recursive: true }));

/** Pictures in a store, how often each was fetched, and a switch that takes the store away. */
async function stored(kind: string, bytes = 100) {
  const picture = await plainJpeg(1);
  const store = { isGone: false, fetched: [] as string[] };
  const pictures = ['1', '2', '3', '4'].map((id) => ({
    id,
    path: `${kind}/${id}`,
    stamp: id,
    bytes,
    read: () => {
      if (store.isGone && id === '3') throw new LostObject({ what: 'gone' });
      store.fetched.push(id);
      return Promise.resolve(picture);
    },
  }));
  return { store, pictures: withCopies<CopiedPicture>(pictures, { cacheName: 'x', cacheFolder }) };
}

test('are kept once, read from then on, and a call goes on where an earlier one was stopped', async () => {
  const { store, pictures } = await stored('a');
  store.isGone = true;
  await expect(keepCopies(pictures, 'some')).rejects.toThrow(/^gone$/);
  expect(pictures.filter(({ copy }) => existsSync(copy!)).map(({ id }) => id)).not.toContain('3');
  store.isGone = false;
  const told = vi.fn();
  await keepCopies(pictures, 'some', { onProgress: told });
  expect([...new Set(store.fetched)]).toHaveLength(4);
  expect(told.mock.lastCall![0]).toMatchObject({ done: 4, total: 4 });
  expect(copyBytes(pictures)).toBe(0);
  store.fetched = [];
  await keepCopies(pictures, 'some');
  await pictures[0].read!();
  expect(store.fetched).toEqual([]);
});

test('too large for the disk are refused before one is fetched', async () => {
  const { store, pictures } = await stored('b', 1e15);
  await expect(keepCopies(pictures, 'some')).rejects.toThrow(/too little room[^]*4000\.0 TB[^]*free/);
  expect(store.fetched).toEqual([]);
});

test('of broken pictures are not kept, and these are named', async () => {
  const { pictures } = await stored('c');
  const broken = { ...pictures[1], read: () => Promise.resolve(Buffer.from('no picture')) };
  const all = [pictures[0], broken, pictures[2]];
  await expect(keepCopies(all, 'some')).rejects.toThrow(/1 of 3 pictures[^]*2: /);
  expect(existsSync(broken.copy!)).toBe(false);
});
