import { RetrievalError } from '../errors.js';
import type { RandomSource } from '../base/randomSource.js';

/** Stored pictures are this much larger than the crops that a network trains on: 36 pixels for crops of 32. */
export const storedToCrop = 1.125;

/** How training pictures vary. */
export interface Augmentation {
  /** Mirror every second picture; default false. Wrong for pictures whose sides have a meaning, such as letters. */
  flip?: boolean;
  /** Range of the factor on all values, one draw per picture; default 0.8 to 1.2. */
  brightness?: readonly [number, number];
}

export interface AugmentBatchOptions extends Augmentation {
  /** RGB bytes `[N, stored, stored, 3]`. */
  pixels: Uint8Array;
  /** Side of the stored pictures. */
  stored: number;
  /** Side of the random crop, S; at most `stored`. */
  size: number;
  /** `[B]` numbers of the pictures. */
  rows: ArrayLike<number>;
  random: RandomSource;
  /** Receives the batch; at least `B * S * S * 3` long. Default: a new array. */
  out?: Float32Array;
}

/**
 * Random crop, flip and brightness of each picture; a function of its arguments and the random source alone.
 *
 * @returns `[B, S, S, 3]` in 0..255, in `out` where that is given.
 */
export function augmentBatch(options: AugmentBatchOptions): Float32Array {
  const { pixels, stored, size, rows, random, flip = false, brightness = [0.8, 1.2] } = options;
  const room = stored - size;
  checkCrop(stored, size);
  const length = rows.length * size * size * 3;
  const out = options.out?.subarray(0, length) ?? new Float32Array(length);
  const [darkest, brightest] = brightness;
  for (let b = 0; b < rows.length; b++) {
    const left = random.integer(room + 1);
    const top = random.integer(room + 1);
    const mirror = flip && random.uniform() < 0.5;
    const factor = darkest + (brightest - darkest) * random.uniform();
    const crop = { row: rows[b]!, left, top, mirror, factor };
    copyCrop(pixels, stored, size, crop, out, b * size * size * 3);
  }
  return out;
}

/**
 * The crop in the middle of every picture, for evaluation.
 *
 * @param pixels RGB bytes `[N, from, from, 3]`
 * @returns RGB bytes `[N, to, to, 3]`; the input itself where the sizes are equal.
 */
export function centreCrop(pixels: Uint8Array, from: number, to: number): Uint8Array {
  checkCrop(from, to);
  if (from === to) return pixels;
  const count = pixels.length / (from * from * 3);
  const start = Math.floor((from - to) / 2);
  const out = new Uint8Array(count * to * to * 3);
  for (let line = 0; line < count * to; line++) {
    const [picture, y] = [Math.floor(line / to), line % to];
    const source = ((picture * from + start + y) * from + start) * 3;
    out.set(pixels.subarray(source, source + to * 3), line * to * 3);
  }
  return out;
}

interface Crop {
  row: number;
  left: number;
  top: number;
  mirror: boolean;
  factor: number;
}

/** What each byte becomes; looking it up takes half the time of computing it. */
const brightened = new Float32Array(256);

function copyCrop(
  pixels: Uint8Array,
  stored: number,
  size: number,
  { row, left, top, mirror, factor }: Crop,
  out: Float32Array,
  start: number,
): void {
  for (let value = 0; value < 256; value++) brightened[value] = Math.min(255, value * factor);
  const width = size * 3;
  for (let y = 0; y < size; y++) {
    const from = ((row * stored + top + y) * stored + left) * 3;
    const to = start + y * width;
    if (!mirror) {
      for (let i = 0; i < width; i++) out[to + i] = brightened[pixels[from + i]!]!;
      continue;
    }
    for (let i = 0, pixel = from + width - 3; i < width; i += 3, pixel -= 3) {
      out[to + i] = brightened[pixels[pixel]!]!;
      out[to + i + 1] = brightened[pixels[pixel + 1]!]!;
      out[to + i + 2] = brightened[pixels[pixel + 2]!]!;
    }
  }
}

function checkCrop(stored: number, size: number): void {
  if (Number.isInteger(size) && size >= 1 && size <= stored) return;
  throw new RetrievalError({
    what: 'The crop does not fit into the stored pictures',
    where: 'size',
    expected: `a whole number from 1 to ${stored}`,
    found: String(size),
    fix: 'store larger pictures or take a smaller crop',
  });
}
