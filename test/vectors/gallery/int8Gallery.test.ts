import { describe, expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { exactSearch } from '../../../src/retrieval/ranking/exactSearch.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { int8Gallery, toInt8 } from '../../../src/vectors/gallery/int8Gallery.js';

function vectors(rows: number, columns: number) {
  const random = randomSource(1, 'vectors');
  return embeddingMatrix(
    Float32Array.from({ length: rows * columns }, () => random.normal()),
    rows,
    columns,
  );
}

describe('vectors in bytes', () => {
  test('differ from the original by half a step at most', () => {
    const matrix = vectors(20, 7);
    const { data, scales } = toInt8(matrix);
    matrix.data.forEach((value, i) => {
      const scale = scales[Math.floor(i / 7)];
      expect(Math.abs(data[i] * scale - value)).toBeLessThanOrEqual(0.5 * scale * 1.0001);
    });
    expect(Math.max(...data.map(Math.abs))).toBe(127);
  });

  test('a row of zeros stays one, a number that is not finite is refused', () => {
    const zeros = toInt8(embeddingMatrix(Float32Array.of(0, 0), 1, 2));
    expect([...zeros.data, ...zeros.scales]).toEqual([0, 0, 0]);
    expect(() => toInt8(embeddingMatrix(Float32Array.of(1, 2, 3, Infinity), 2, 2))).toThrow(/row 1/);
  });

  test('are searched exactly, however they are cut into blocks', async () => {
    const [gallery, queries] = [toInt8(vectors(50, 6)), vectors(3, 6)];
    const widened = { ...gallery, data: gallery.data.map(Number) };
    const scores = Array.from({ length: 3 }, (_, q) =>
      Array.from({ length: 50 }, (_, row) => {
        let sum = 0;
        for (let d = 0; d < 6; d++) {
          sum += queries.data[q * 6 + d] * Math.fround(widened.data[row * 6 + d] * gallery.scales[row]);
        }
        return sum;
      }),
    );
    const best = scores.map((row) =>
      row
        .map((score, i) => [score, i] as const)
        .sort(([a], [b]) => b - a)
        .slice(0, 5)
        .map(([, i]) => i),
    );
    for (const rowsPerBlock of [7, 4096]) {
      const { rows } = await exactSearch({ queries, gallery: int8Gallery(gallery), k: 5, rowsPerBlock });
      expect([...rows]).toEqual(best.flat());
    }
  });

  test('that do not fill their matrix are refused', () => {
    const gallery = { ...toInt8(vectors(4, 2)), rows: 5 };
    expect(() => int8Gallery(gallery)).toThrow(/10 numbers and 5 scales[^]*8 numbers and 4 scales/);
  });
});
