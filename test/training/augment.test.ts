import { describe, expect, test } from 'vitest';
import { augmentBatch, centreCrop } from '../../src/training/augment.js';
import { randomSource } from '../../src/base/randomSource.js';

/** Pictures whose values name their place: picture, line, column and channel can be read off. */
function numbered(count: number, side: number): Uint8Array {
  return Uint8Array.from({ length: count * side * side * 3 }, (_, i) => {
    const [channel, x] = [i % 3, Math.floor(i / 3) % side];
    const y = Math.floor(i / 3 / side) % side;
    return 60 * Math.floor(i / 3 / side / side) + 3 * (y * side + x) + channel;
  });
}

const at = (batch: ArrayLike<number>, size: number, b: number, y: number, x: number, c = 0): number =>
  batch[((b * size + y) * size + x) * 3 + c];

describe('augmentBatch', () => {
  const pixels = numbered(2, 4);
  const still = { pixels, stored: 4, brightness: [1, 1] as const };

  test('without room, flip and brightness it copies the pictures of the rows', () => {
    const batch = augmentBatch({ ...still, size: 4, rows: [1, 0, 1], random: randomSource(0) });
    const picture = (row: number) => [...pixels.subarray(row * 48, (row + 1) * 48)];
    expect([...batch]).toEqual([...picture(1), ...picture(0), ...picture(1)]);
  });

  test('every crop is a connected window, and every position occurs', () => {
    const random = randomSource(1);
    const positions = new Set<number>();
    for (let i = 0; i < 300; i++) {
      const crop = augmentBatch({ ...still, size: 2, rows: [0], random });
      const corner = at(crop, 2, 0, 0, 0);
      positions.add(corner / 3);
      expect([at(crop, 2, 0, 0, 1), at(crop, 2, 0, 1, 0), at(crop, 2, 0, 1, 1, 2)]).toEqual([
        corner + 3,
        corner + 12,
        corner + 17,
      ]);
    }
    expect([...positions].sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
  });

  test('flip mirrors about half of the pictures, the channels stay in order', () => {
    const random = randomSource(2);
    let mirrored = 0;
    for (let i = 0; i < 200; i++) {
      const crop = augmentBatch({ ...still, size: 4, rows: [0], random, flip: true });
      const isMirrored = at(crop, 4, 0, 0, 0) === 9;
      mirrored += Number(isMirrored);
      expect(at(crop, 4, 0, 0, 0, 2) - at(crop, 4, 0, 0, 0)).toBe(2);
      expect(at(crop, 4, 0, 0, 3)).toBe(isMirrored ? 0 : 9);
    }
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
  });

  test('brightness scales each picture by one factor of the range and ends at 255', () => {
    const grey = new Uint8Array(2 * 2 * 3 * 50).fill(100);
    const rows = Array.from({ length: 50 }, (_, i) => i);
    const batch = augmentBatch({ pixels: grey, stored: 2, size: 2, rows, random: randomSource(3) });
    const factors = rows.map((row) => {
      const picture = batch.subarray(row * 12, (row + 1) * 12);
      expect(new Set(picture).size).toBe(1);
      return picture[0] / 100;
    });
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.8);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.2);
    expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.3);
    const white = augmentBatch({
      pixels: new Uint8Array(12).fill(250),
      stored: 2,
      size: 2,
      rows: [0],
      random: randomSource(4),
      brightness: [2, 2],
    });
    expect(Math.max(...white)).toBe(255);
  });

  test('crop, mirror image and brightness together are those of a plain loop, to the last bit', () => {
    const [stored, size, rows] = [9, 6, [3, 0, 2, 1, 2, 0]];
    const bytes = Uint8Array.from({ length: 4 * stored * stored * 3 }, (_, i) => (97 * i) % 256);
    const options = { pixels: bytes, stored, size, rows, flip: true, brightness: [0.7, 1.9] as const };
    const draws = randomSource(6);
    const expected = rows.flatMap((row) => {
      const [left, top] = [draws.integer(4), draws.integer(4)];
      const [mirror, factor] = [draws.uniform() < 0.5, 0.7 + 1.2 * draws.uniform()];
      return Array.from({ length: size * size * 3 }, (_, i) => {
        const [channel, x, y] = [i % 3, Math.floor(i / 3) % size, Math.floor(i / 3 / size)];
        const column = left + (mirror ? size - 1 - x : x);
        const value = bytes[((row * stored + top + y) * stored + column) * 3 + channel];
        return Math.fround(Math.min(255, value * factor));
      });
    });
    expect(Array.from(augmentBatch({ ...options, random: randomSource(6) }))).toEqual(expected);
  });

  test('the same seed gives the same batch, into the buffer that was handed over', () => {
    const options = { pixels, stored: 4, size: 3, rows: [0, 1], flip: true };
    const out = new Float32Array(1000);
    const first = augmentBatch({ ...options, random: randomSource(5), out });
    const second = augmentBatch({ ...options, random: randomSource(5) });
    expect(first.buffer).toBe(out.buffer);
    expect([...first]).toEqual([...second]);
    expect(second.length).toBe(2 * 3 * 3 * 3);
  });

  test('a crop larger than the stored picture is refused', () => {
    expect(() => augmentBatch({ ...still, size: 5, rows: [0], random: randomSource(0) })).toThrow(/crop/);
  });
});

test('the centre crop takes the middle of every picture', () => {
  const crop = centreCrop(numbered(2, 4), 4, 2);
  expect([...crop].filter((_, i) => i % 3 === 0)).toEqual([15, 18, 27, 30, 75, 78, 87, 90]);
  const same = numbered(1, 3);
  expect(centreCrop(same, 3, 3)).toBe(same);
});
