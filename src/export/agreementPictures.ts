import { randomSource } from '../base/randomSource.js';

/** Sides of the coloured squares of a random picture, in squares per picture; a mixture has shapes of all sizes. */
const grids = [2, 4, 8];

/**
 * Random pictures: coloured squares of several sizes on top of each other, which a network tells apart better than
 * noise.
 *
 * @returns `[count, size, size, 3]` in 0..255, flat
 */
export function randomPictures(count: number, size: number): Float32Array {
  const random = randomSource(0, 'agreement pictures');
  const pixels = new Float32Array(count * size * size * 3);
  for (let picture = 0; picture < count; picture++) {
    const start = picture * size * size * 3;
    for (const squares of grids) {
      const colours = Float32Array.from({ length: squares * squares * 3 }, () => random.uniform());
      for (let at = 0; at < size * size; at++) {
        const row = Math.floor((Math.floor(at / size) * squares) / size);
        const column = Math.floor(((at % size) * squares) / size);
        for (let c = 0; c < 3; c++) {
          pixels[start + at * 3 + c]! += colours[(row * squares + column) * 3 + c]! / grids.length;
        }
      }
    }
  }
  return pixels.map((value) => Math.round(255 * value));
}
