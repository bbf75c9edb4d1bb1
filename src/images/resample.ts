/** An RGB picture in memory: bytes `[height, width, 3]`. */
export interface RgbPicture {
  data: Uint8Array;
  width: number;
  height: number;
}

/**
 * Brings a picture to exactly the given size with antialiasing and to the numbers of `decodePicture`, which has libvips do
 * it: first each axis that becomes shorter, by means of boxes as long as a factor of 2 is left and by Lanczos' kernel of 3
 * lobes; then both axes where one becomes longer, by cubic interpolation.
 *
 * @returns RGB bytes `[height, width, 3]`
 */
export function resamplePicture(picture: RgbPicture, to: Omit<RgbPicture, 'data'>): Uint8Array {
  const { width, height } = picture;
  const lower = Math.min(height, to.height);
  const low = reduceAxis(picture.data, { outer: 1, length: height, inner: width * 3 }, lower);
  const narrower = Math.min(width, to.width);
  const small = reduceAxis(low, { outer: lower, length: width, inner: 3 }, narrower);
  if (lower === to.height && narrower === to.width) return small;
  const tall = enlargeAxis(small, { outer: 1, length: lower, inner: narrower * 3 }, to.height);
  return toBytes(enlargeAxis(tall, { outer: to.height, length: narrower, inner: 3 }, to.width));
}

/** How numbers lie: `[outer, length, inner]`, of which the middle axis is resampled. */
interface Layout {
  outer: number;
  length: number;
  inner: number;
}

/** What is added up for a number of the output. */
interface Tap {
  index: number;
  weight: number;
}

function reduceAxis(data: Uint8Array, layout: Layout, target: number): Uint8Array {
  if (layout.length === target) return data;
  const factor = Math.max(1, Math.floor(layout.length / target / 2));
  const length = Math.ceil(layout.length / factor);
  const shrunk = factor === 1 ? data : shrinkAxis(data, layout, factor);
  const step = layout.length / target / factor;
  return toBytes(
    filterAxis(shrunk, { ...layout, length }, target, (at) =>
      tapsAt((at + 0.5) * step - 0.5, 3 * step, (distance) => lanczos(distance / step)),
    ),
  );
}

/** Means of so many neighbours. */
function shrinkAxis(data: Uint8Array, layout: Layout, factor: number): Uint8Array {
  const target = Math.ceil(layout.length / factor);
  const neighbours = (at: number): Tap[] =>
    Array.from({ length: factor }, (_, tap) => ({ index: at * factor + tap, weight: 1 / factor }));
  return toBytes(filterAxis(data, layout, target, neighbours));
}

/** libvips puts the left edges of the first pixels together here, also along an axis that stays as long as it is. */
function enlargeAxis(data: Uint8Array | Float64Array, layout: Layout, target: number): Float64Array {
  const step = layout.length / target;
  return filterAxis(data, layout, target, (at) => tapsAt(at * step - 0.5, 2, cubic));
}

/** Weighted sums along an axis; beyond its ends the first and the last number count again. */
function filterAxis(
  data: Uint8Array | Float64Array,
  { outer, length, inner }: Layout,
  target: number,
  tapsOf: (at: number) => Tap[],
): Float64Array {
  const taps = Array.from({ length: target }, (_, at) => tapsOf(at));
  const sums = new Float64Array(outer * target * inner);
  for (let line = 0; line < outer * target; line++) {
    const block = Math.floor(line / target);
    for (const { index, weight } of taps[line % target]!) {
      const start = (block * length + Math.min(length - 1, Math.max(0, index))) * inner;
      for (let i = 0; i < inner; i++) sums[line * inner + i]! += weight * data[start + i]!;
    }
  }
  return sums;
}

/** Taps around a place of the input, whose weights sum to 1. */
function tapsAt(centre: number, reach: number, kernel: (distance: number) => number): Tap[] {
  const first = Math.ceil(centre - reach);
  const taps = Array.from({ length: Math.floor(centre + reach) - first + 1 }, (_, tap) => ({
    index: first + tap,
    weight: kernel(first + tap - centre),
  }));
  const sum = taps.reduce((total, { weight }) => total + weight, 0);
  return taps.map(({ index, weight }) => ({ index, weight: weight / sum }));
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  const turn = Math.PI * x;
  return (3 * Math.sin(turn) * Math.sin(turn / 3)) / turn ** 2;
}

/** The cubic of Catmull and Rom. */
function cubic(x: number): number {
  const t = Math.abs(x);
  if (t >= 2) return 0;
  return t < 1 ? 1.5 * t ** 3 - 2.5 * t ** 2 + 1 : -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2;
}

function toBytes(numbers: Float64Array): Uint8Array {
  return Uint8Array.from(numbers, (number) => Math.min(255, Math.max(0, Math.floor(number + 0.5))));
}
