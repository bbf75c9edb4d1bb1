import { isotonicRegressionRows } from '../../losses/mappings/isotonicRegression.js';
import { randomSource } from '../../base/randomSource.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';

/** Rows that fall on the whole and go up and down on the way. */
export function isotonicArrays(rows: number, columns: number): Record<string, SharedArray> {
  const random = randomSource(5, 'isotonic');
  const data = Float32Array.from(
    { length: rows * columns },
    (_, i) => 0.1 * random.normal() - (i % columns) / columns,
  );
  return { rows: { shape: [rows, columns], data } };
}

/** Isotonic regression of every row. */
export async function isotonic(folder: string): Promise<Workload> {
  const { rows } = await readArrays(folder);
  const [count, columns] = rows!.shape as [number, number];
  let fitted = new Float32Array(0);
  return {
    run: () => {
      fitted = isotonicRegressionRows(rows!.data as Float32Array, count, columns) as typeof fitted;
    },
    check: () => ({ fitted: Array.from(fitted.subarray(0, 256)) }),
  };
}
