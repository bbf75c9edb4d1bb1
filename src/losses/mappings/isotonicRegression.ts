import { checkFinite, checkLength } from '../../vectors/gallery/checkInput.js';

/**
 * The non-increasing sequence closest to `values` in least squares, by pooling adjacent violators; O(K).
 *
 * @param values `[K]`
 * @returns `[K]`; equal to `values` where they already never increase.
 * @throws RetrievalError for values that are not finite.
 */
export function isotonicRegression(values: ArrayLike<number>): Float64Array {
  checkFinite(values, 'values', 'A value');
  const pool = emptyPool(values.length);
  const blocks = poolViolators(values, 0, values.length, pool);
  return spread(pool, blocks, new Float64Array(values.length), 0);
}

/**
 * `isotonicRegression` of each row of a table; the same numbers, rounded to float32.
 *
 * @param values `[B, K]`, row after row
 * @returns `[B, K]`
 * @throws RetrievalError for values that do not fill the table, or are not finite.
 */
export function isotonicRegressionRows(values: Float32Array, rows: number, columns: number): Float32Array {
  checkLength(values, rows * columns, 'values');
  checkFinite(values, 'values', 'A value');
  return fitRows(values, rows, columns);
}

/** The same for values of a training, whose loss tells when they are not finite. */
export function fitRows(values: Float32Array, rows: number, columns: number): Float32Array {
  const pool = emptyPool(columns);
  const fitted = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const blocks = poolViolators(values, row * columns, columns, pool);
    spread(pool, blocks, fitted, row * columns);
  }
  return fitted;
}

/** Blocks of neighbours that share one fitted value. */
interface Pool {
  /** Mean of each block, `[K]`; only the first entries are in use. */
  means: Float64Array;
  /** Values in each block, `[K]`. */
  sizes: Int32Array;
}

function emptyPool(length: number): Pool {
  return { means: new Float64Array(length), sizes: new Int32Array(length) };
}

/** Pools `length` values from `first` on; returns the number of blocks. */
function poolViolators(values: ArrayLike<number>, first: number, length: number, pool: Pool): number {
  const { means, sizes } = pool;
  let blocks = 0;
  for (let k = first; k < first + length; k++) {
    let mean = values[k]!;
    let size = 1;
    while (blocks > 0 && means[blocks - 1]! < mean) {
      blocks--;
      const merged = sizes[blocks]! + size;
      mean = (means[blocks]! * sizes[blocks]! + mean * size) / merged;
      size = merged;
    }
    means[blocks] = mean;
    sizes[blocks] = size;
    blocks++;
  }
  return blocks;
}

/** Writes each block's mean at the places of its values, from `first` on. */
function spread<Fitted extends Float32Array | Float64Array>(
  { means, sizes }: Pool,
  blocks: number,
  fitted: Fitted,
  first: number,
): Fitted {
  let at = first;
  for (let block = 0; block < blocks; block++) {
    for (const end = at + sizes[block]!; at < end; at++) fitted[at] = means[block]!;
  }
  return fitted;
}
