import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { embedAtScales, usualScales } from '../../src/extraction/multiScale.js';
import { randomSource } from '../../src/base/randomSource.js';
import { toyPhotoModel } from './toyPhotos.js';

beforeAll(() => selectBackend());

type Picture = { width: number; height: number; values: number[] };

function randomPicture(width: number, height: number): Picture {
  const random = randomSource(1, 'picture');
  return { width, height, values: Array.from({ length: width * height * 3 }, () => random.integer(256)) };
}

/** Bilinear resizing written as loops in float64: half-pixel centres, edges repeated, no antialiasing. */
function slowResize({ width, height, values }: Picture, scale: number): Picture {
  const [w, h] = [Math.floor(width * scale), Math.floor(height * scale)];
  const axis = (place: number, from: number, to: number) => {
    const centre = Math.min(Math.max(((place + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(centre);
    return { low, high: Math.min(low + 1, from - 1), share: centre - low };
  };
  const result: number[] = [];
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let c = 0; c < 3; c++) {
        const [ay, ax] = [axis(y, height, h), axis(x, width, w)];
        const at = (row: number, column: number) => values[3 * (row * width + column) + c];
        const top = at(ay.low, ax.low) * (1 - ax.share) + at(ay.low, ax.high) * ax.share;
        const bottom = at(ay.high, ax.low) * (1 - ax.share) + at(ay.high, ax.high) * ax.share;
        result.push(top * (1 - ay.share) + bottom * ay.share);
      }
    }
  }
  return { width: w, height: h, values: result };
}

/** The toy model written as loops: channel means, and means of squared 3 x 3 averages at every other position. */
function slowEmbed({ width, height, values }: Picture): number[] {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const [left, top] = [width, height].map((side, i) =>
    Math.floor(Math.max(0, ([columns, rows][i] - 1) * 2 + 3 - side) / 2),
  ) as [number, number];
  const vector = new Array<number>(6).fill(0);
  for (let c = 0; c < 3; c++) {
    for (let i = c; i < values.length; i += 3) vector[c] += values[i] / 255 / (width * height);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const window: number[] = [];
        for (let dy = 0; dy < 3; dy++) {
          for (let dx = 0; dx < 3; dx++) {
            const [row, column] = [2 * y - top + dy, 2 * x - left + dx];
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            window.push(values[3 * (row * width + column) + c] / 255);
          }
        }
        const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
        vector[3 + c] += mean ** 2 / (rows * columns);
      }
    }
  }
  return unit(vector);
}

const unit = (vector: number[]): number[] => {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
};

const toTensor = ({ width, height, values }: Picture) => tf.tensor4d(values, [1, height, width, 3], 'int32');

test.each([
  [17, 9],
  [8, 23],
  [5, 40],
])('the three scales of %i x %i equal their slow twin', async (width, height) => {
  const picture = randomPicture(width, height);
  const perScale = [1, Math.SQRT1_2, Math.SQRT2].map((scale) =>
    slowEmbed(scale === 1 ? picture : slowResize(picture, scale)),
  );
  const expected = unit(perScale[0].map((_, d) => perScale.reduce((sum, vector) => sum + vector[d], 0) / 3));
  const input = toTensor(picture);
  const before = tf.memory().numTensors;
  const vectors = await embedAtScales(toyPhotoModel(), input, usualScales);
  const found = Array.from(await vectors.data());
  vectors.dispose();
  expect(tf.memory().numTensors).toBe(before);
  found.forEach((value, d) => expect(value).toBeCloseTo(expected[d], 5));
  // The scales matter: one of them alone is another vector.
  const alone = perScale[0].map((value, d) => Math.abs(value - expected[d]));
  expect(Math.max(...alone)).toBeGreaterThan(1e-4);
  input.dispose();
});

test('each scale counts alike, however long the model’s vectors are', async () => {
  const lengths = [1, 100];
  const directions = [
    [1, 0],
    [0, 1],
  ];
  let call = 0;
  const model = {
    embed: () => {
      const [length, direction] = [lengths[call], directions[call++]];
      return Promise.resolve(tf.tensor2d([direction.map((value) => value * length)]));
    },
  };
  const input = tf.zeros<tf.Rank.R4>([1, 4, 4, 3]);
  const vectors = await embedAtScales(model, input, [1, 0.5]);
  expect(Array.from(vectors.dataSync())).toEqual([Math.fround(Math.SQRT1_2), Math.fround(Math.SQRT1_2)]);
  tf.dispose([input, vectors]);
});

test('a single scale of 1 hands the picture on as it is', async () => {
  const model = toyPhotoModel();
  const input = toTensor(randomPicture(9, 6));
  const [one, own] = [await embedAtScales(model, input, [1]), await model.embed(input)];
  expect(model.seen).toEqual([
    [1, 6, 9],
    [1, 6, 9],
  ]);
  const [a, b] = [await one.data(), await own.data()];
  a.forEach((value, d) => expect(value).toBeCloseTo(b[d], 6));
  tf.dispose([input, one, own]);
});

test('a model with its own way to join scales is given all of them, and nothing is left behind', async () => {
  const sizes: number[][] = [];
  const model = {
    ...toyPhotoModel(),
    embedScales: (scaled: readonly tf.Tensor4D[]) => {
      sizes.push(...scaled.map(({ shape }) => shape));
      return Promise.resolve(tf.tensor2d([[1, 0]]));
    },
  };
  const input = toTensor(randomPicture(10, 20));
  const before = tf.memory().numTensors;
  const vectors = await embedAtScales(model, input, usualScales);
  expect(sizes).toEqual([
    [1, 20, 10, 3],
    [1, 14, 7, 3],
    [1, 28, 14, 3],
  ]);
  expect(model.seen).toEqual([]);
  expect(tf.memory().numTensors).toBe(before + 1);
  const single = await embedAtScales(model, input, [1]);
  expect(model.seen).toEqual([[1, 20, 10]]);
  tf.dispose([input, vectors, single]);
});
