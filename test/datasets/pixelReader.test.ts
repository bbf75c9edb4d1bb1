import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pixelReader } from '../../src/datasets/pixelReader.js';

const base = mkdtempSync(join(tmpdir(), 'pixels-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Ten pictures in the colour of their number; `drawn` counts how often they are made. */
function reader(folder: string) {
  const drawn: number[] = [];
  const pixels = pixelReader({
    count: 10,
    folder,
    name: 'toy',
    description: {},
    framings: ['whole'],
    render: (row, { size }) => {
      drawn.push(row);
      return Promise.resolve(new Uint8Array(size * size * 3).fill(row));
    },
  });
  return { pixels, drawn };
}

test('all pictures of a small size are kept, only those asked for are made where nothing is to be kept', async () => {
  const folder = join(base, 'cache');
  const { pixels, drawn } = reader(folder);
  const expected = Uint8Array.from([7, 2].flatMap((row) => new Array<number>(12).fill(row)));
  expect(await pixels([7, 2], { size: 2, keep: false })).toEqual(expected);
  expect(drawn).toEqual([2, 7]);
  expect(existsSync(folder)).toBe(false);
  expect(await pixels([7, 2], { size: 2 })).toEqual(expected);
  expect(await pixels([7, 2], { size: 2 })).toEqual(expected);
  expect(drawn.length).toBe(12);
  await pixels([1], { size: 200 });
  expect(drawn.length).toBe(13);
});
