import { mkdtempSync, readdirSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { embeddingMatrix, type EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { fitWhitening } from '../../src/models/whitening/fitWhitening.js';
import { loadWhitening, saveWhitening, storedWhitening } from '../../src/models/whitening/storedWhitening.js';
import { randomSource } from '../../src/base/randomSource.js';

const columns = 5;
const classes = 12;
const perClass = 30;

/** Classes spread along axis 0 and a little along axis 1; within each class the noise is largest along axis 2. */
function labelledVectors(): { matrix: EmbeddingMatrix; labels: Int32Array } {
  const random = randomSource(5, 'whitening');
  const labels = Int32Array.from({ length: classes * perClass }, (_, i) => i % classes);
  const centres = Array.from({ length: classes }, () => [3 * random.normal(), random.normal()]);
  const deviations = [0.3, 0.3, 8, 0.2, 0.5];
  const data = Float32Array.from({ length: labels.length * columns }, (_, i) => {
    const column = i % columns;
    const centre = centres[labels[Math.floor(i / columns)]][column] ?? 0;
    return 2 + centre + deviations[column] * random.normal();
  });
  return { matrix: embeddingMatrix(data, labels.length, columns), labels };
}

/** `axes (x - mean)` without the final scaling to unit length. */
function projected({ parameters }: ReturnType<typeof fitWhitening>, matrix: EmbeddingMatrix): number[][] {
  const { axes, mean, outputs } = parameters;
  return Array.from({ length: matrix.rows }, (_, row) =>
    Array.from({ length: outputs }, (_, k) => {
      let sum = 0;
      for (let d = 0; d < columns; d++) {
        sum += axes![k * columns + d] * (matrix.data[row * columns + d] - mean![d]);
      }
      return sum;
    }),
  );
}

/** Covariance of centred rows; with labels, of rows less their class mean. */
function slowCovariance(rows: number[][], labels?: Int32Array): number[][] {
  const width = rows[0].length;
  const group = (i: number) => rows.filter((_, j) => !labels || labels[j] === labels[i]);
  const centred = rows.map((row, i) => {
    const members = group(i);
    return row.map((value, k) => value - members.reduce((sum, r) => sum + r[k], 0) / members.length);
  });
  return Array.from({ length: width }, (_, a) =>
    Array.from({ length: width }, (_, b) => centred.reduce((sum, r) => sum + r[a] * r[b], 0) / rows.length),
  );
}

const { matrix, labels } = labelledVectors();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whitening-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('fitWhitening', () => {
  test('makes PCA-whitened vectors uncorrelated with variance 1', () => {
    const covariance = slowCovariance(projected(fitWhitening(matrix, { kind: 'pca', shrinkage: 0 }), matrix));
    covariance.forEach((row, a) => row.forEach((value, b) => expect(value).toBeCloseTo(a === b ? 1 : 0, 3)));
  });

  test('keeps the axes of largest variance first in PCA', () => {
    const { axes } = fitWhitening(matrix, { kind: 'pca', dimension: 1 }).parameters;
    const first = Array.from(axes!, Math.abs);
    expect(first.indexOf(Math.max(...first))).toBe(2);
  });

  test('makes the covariance within classes the identity in supervised whitening', () => {
    const whitening = fitWhitening(matrix, { kind: 'lda', labels, shrinkage: 0 });
    const within = slowCovariance(projected(whitening, matrix), labels);
    within.forEach((row, a) => row.forEach((value, b) => expect(value).toBeCloseTo(a === b ? 1 : 0, 3)));
  });

  test('finds the axis that separates the classes and not the noisiest one', () => {
    const { axes } = fitWhitening(matrix, { kind: 'lda', labels, dimension: 1, shrinkage: 0 }).parameters;
    // In units of each column's spread, so that the scale of the columns does not matter.
    const total = slowCovariance(
      Array.from({ length: matrix.rows }, (_, i) => [...matrix.data.slice(i * columns, (i + 1) * columns)]),
    );
    const weights = Array.from(axes!, (value, d) => Math.abs(value) * Math.sqrt(total[d][d]));
    expect(weights.indexOf(Math.max(...weights))).toBe(0);
  });

  test('scales every vector to length 1 and keeps a zero vector zero', () => {
    for (const kind of ['raw', 'centred', 'pca', 'lda'] as const) {
      const whitening = fitWhitening(matrix, { kind, labels });
      const { data } = whitening.apply(matrix);
      for (let row = 0; row < matrix.rows; row++) {
        expect(Math.hypot(...data.subarray(row * columns, (row + 1) * columns))).toBeCloseTo(1, 5);
      }
    }
    const raw = fitWhitening(matrix, { kind: 'raw' });
    expect([...raw.apply(embeddingMatrix(new Float32Array(columns), 1, columns)).data]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  test('stays finite when classes are single points and columns are constant', () => {
    const points = embeddingMatrix(Float32Array.from([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0]), 4, 3);
    for (const kind of ['pca', 'lda'] as const) {
      const whitened = fitWhitening(points, { kind, labels: [0, 0, 1, 1], dimension: 2 }).apply(points);
      expect([...whitened.data].every(Number.isFinite)).toBe(true);
    }
  });

  test('refuses missing labels, too many dimensions, too few vectors and vectors of another dimension', () => {
    expect(() => fitWhitening(matrix, { kind: 'lda' })).toThrow(/one label per vector/);
    expect(() => fitWhitening(matrix, { kind: 'lda', labels: [1] })).toThrow(/one label per vector/);
    expect(() => fitWhitening(matrix, { kind: 'pca', dimension: 6 })).toThrow(/1 to 5/);
    expect(() => fitWhitening(embeddingMatrix(new Float32Array(5), 1, 5), { kind: 'pca' })).toThrow(
      /two vectors/,
    );
    const other = embeddingMatrix(new Float32Array(6), 1, 6);
    expect(() => fitWhitening(matrix, { kind: 'centred' }).apply(other)).toThrow(/another dimension/);
  });
});

describe('stored whitenings', () => {
  test('come back with the same numbers and identity', async () => {
    for (const kind of ['raw', 'centred', 'pca', 'lda'] as const) {
      const whitening = fitWhitening(matrix, { kind, labels, dimension: 3 });
      await saveWhitening(join(folder, kind), whitening);
      const loaded = await loadWhitening(join(folder, kind));
      expect(loaded.identity).toBe(whitening.identity);
      expect(loaded.apply(matrix)).toEqual(whitening.apply(matrix));
    }
  });

  test('are refused when their numbers were changed', async () => {
    await saveWhitening(join(folder, 'changed'), fitWhitening(matrix, { kind: 'pca' }));
    const file = join(folder, 'changed', 'axes.npy');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(file, bytes);
    await expect(loadWhitening(join(folder, 'changed'))).rejects.toThrow(/damaged/);
  });

  test('are fitted once for the same vectors, labels and options', async () => {
    const store = join(folder, 'store');
    const options = { kind: 'lda', labels, dimension: 2 } as const;
    const first = await storedWhitening(matrix, options, store);
    expect((await storedWhitening(matrix, options, store)).identity).toBe(first.identity);
    expect(readdirSync(store).length).toBe(1);
    const shuffled = { ...options, labels: labels.map((label) => (label + 1) % 3) };
    expect((await storedWhitening(matrix, shuffled, store)).identity).not.toBe(first.identity);
    expect(readdirSync(store).length).toBe(2);
  });

  test('are set aside and fitted again when they are damaged or those of other vectors', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const store = join(folder, 'aside');
    const options = { kind: 'lda', labels, dimension: 2 } as const;
    const { identity } = await storedWhitening(matrix, options, store);
    const place = join(store, readdirSync(store)[0]);
    writeFileSync(join(place, 'mean.npy'), 'no numbers');
    expect((await storedWhitening(matrix, options, store)).identity).toBe(identity);
    const other = fitWhitening(matrix, { ...options, labels: labels.map((label) => (label + 1) % 3) });
    await saveWhitening(place, other, 'others');
    expect((await storedWhitening(matrix, options, store)).identity).toBe(identity);
    expect(warn.mock.calls.flat()).toEqual(Array(2).fill(expect.stringMatching(/set aside as .*\.damaged/)));
    warn.mockRestore();
  });
});
