import { expect, test } from 'vitest';
import { pictureStrip } from '../../../src/cli/search/pictureStrip.js';
import type { PictureList } from '../../../src/trainedModels/pictureList.js';

/** Pictures of one brightness each: ten times their row, and one. */
function list(ids: string[]): PictureList {
  return {
    ids,
    pixels: (rows, { size }) =>
      Promise.resolve(
        Uint8Array.from(
          Array.from(rows).flatMap((row) => new Array<number>(size * size * 3).fill(10 * row + 1)),
        ),
      ),
  };
}
const result = (id: string, row: number) => ({ rank: row + 1, row, id, similarity: 0.5 });

test('the query stands before what was found for it, a grey square for what is not known', async () => {
  const query = { id: 'q1', results: [result('b', 1), result('gone', 2), result('a', 0)] };
  const { pixels, width, height } = await pictureStrip(query, list(['q0', 'q1']), list(['a', 'b']));
  expect(pixels).toHaveLength(width * height * 3);
  const middle = Array.from({ length: width }, (_, x) => pixels[(Math.floor(height / 2) * width + x) * 3]);
  const runs = middle.filter((value, x) => value !== middle[x - 1]);
  expect(runs).toEqual([11, 255, 11, 255, 128, 255, 1]);
  expect(middle.indexOf(255)).toBe(height);
});

test('of a gallery without pictures the query is left', async () => {
  const { pixels } = await pictureStrip({ id: 'q0', results: [result('a', 0)] }, list(['q0']), undefined);
  expect(new Set(pixels)).toEqual(new Set([1, 255, 128]));
});
