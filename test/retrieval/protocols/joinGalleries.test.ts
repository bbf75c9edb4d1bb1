import { describe, expect, test } from 'vitest';
import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { evaluateProtocol } from '../../../src/retrieval/protocols/evaluateProtocol.js';
import { joinGalleries, type GalleryLengths } from '../../../src/retrieval/protocols/joinGalleries.js';
import { matrixOf, randomMatrix, readInPieces } from '../ranking/matrices.js';
import { revisitedTruth } from './scores.js';

async function allRows(
  source: (rowsPerBlock: number) => AsyncIterable<EmbeddingMatrix>,
  rowsPerBlock: number,
) {
  const rows: number[][] = [];
  for await (const { data, columns, rows: count } of source(rowsPerBlock)) {
    expect(count).toBeLessThanOrEqual(rowsPerBlock);
    for (let row = 0; row < count; row++) rows.push([...data.subarray(row * columns, (row + 1) * columns)]);
  }
  return rows;
}
/** Number `i` of a row of numbers in [-0.5, 0.5) without a pattern. */
const distractor = (i: number) => (Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32 - 0.5;

describe('joinGalleries', () => {
  const first = matrixOf([
    [3, 4],
    [0, 2],
  ]);
  const second = matrixOf([[5, 0]]);

  test('gives the rows of one source after the other, each time it is read', async () => {
    const joined = joinGalleries([first, () => readInPieces(second, [1])]);
    for (const rowsPerBlock of [1, 10]) {
      expect(await allRows(joined, rowsPerBlock)).toEqual([
        [3, 4],
        [0, 2],
        [5, 0],
      ]);
    }
  });

  test('divides by the length without touching the source, and tells the lengths', async () => {
    let lengths: GalleryLengths | undefined;
    const joined = joinGalleries([first, second], {
      normalise: true,
      onRows: (seen) => (lengths = { ...seen }),
    });
    const rows = await allRows(joined, 2);
    expect(rows.flat().map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8, 0, 1, 1, 0]);
    expect(lengths).toEqual({ rows: 3, shortest: 2, longest: 5 });
    expect([...first.data]).toEqual([3, 4, 0, 2]);
  });

  test('refuses galleries of different dimension, and stops when it is told to', async () => {
    const other = joinGalleries([first, matrixOf([[1, 2, 3]])]);
    await expect(allRows(other, 4)).rejects.toThrow(/different dimension[^]*two files of the gallery/);
    const stopped = joinGalleries([first], { signal: AbortSignal.abort(new Error('stop')) });
    await expect(allRows(stopped, 4)).rejects.toThrow('stop');
  });

  test('scores a million distractors that are never held', async () => {
    const [rows, pieceRows] = [1_000_000, 50_000];
    const gallery = randomMatrix(40, 2, 1);
    const queries = randomMatrix(3, 2, 2);
    const groundTruth = revisitedTruth(40, [
      { easy: [0, 3], hard: [7], junk: [1] },
      { easy: [9], hard: [2, 30], junk: [] },
      { easy: [11], hard: [], junk: [12, 13] },
    ]);
    // Every piece is one buffer, filled anew: a reader that kept a piece would read other numbers.
    const buffer = new Float32Array(pieceRows * 2);
    let opened = 0;
    async function* distractors(): AsyncGenerator<EmbeddingMatrix> {
      opened++;
      for (let row = 0; row < rows; row += pieceRows) {
        await Promise.resolve();
        for (let i = 0; i < buffer.length; i++) buffer[i] = distractor(row * 2 + i);
        yield { data: buffer, rows: pieceRows, columns: 2 };
      }
    }
    const report = await evaluateProtocol({
      protocol: 'roxford5k',
      groundTruth,
      queries,
      gallery: joinGalleries([gallery, distractors]),
      searchedRows: 40 + rows,
      heldBytes: 0,
      bootstrap: { resamples: 1 },
    });
    expect(opened).toBe(2);
    expect(report.distractorCount).toBe(rows);

    // The easy setup of query 2 by counting: items above its one positive, without junk.
    const score = (matrix: EmbeddingMatrix, row: number) =>
      Math.fround([0, 1].reduce((sum, k) => sum + queries.data[4 + k] * matrix.data[row * 2 + k], 0));
    const positive = score(gallery, 11);
    let above = 0;
    for (let row = 0; row < 40; row++) {
      if (![11, 12, 13].includes(row) && score(gallery, row) > positive) above++;
    }
    const one = { data: new Float32Array(2), rows: 1, columns: 2 };
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < 2; k++) one.data[k] = distractor(row * 2 + k);
      if (score(one, 0) > positive) above++;
    }
    const expected = ((above === 0 ? 1 : 0) + 1 / (above + 1)) / 2;
    expect(above).toBeGreaterThan(0);
    expect(report.setups[0].measures[0].perQuery[2]).toBeCloseTo(expected, 12);
  });
});
