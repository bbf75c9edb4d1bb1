import * as tf from '@tensorflow/tfjs-core';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';

/** Inner products of all queries `[Q, D]` with all rows of a gallery block `[R, D]`: `[Q, R]`, row after row. */
export type Multiply = (
  queries: EmbeddingMatrix,
  block: EmbeddingMatrix,
) => Float32Array | Promise<Float32Array>;

/** A fast product where a compiled backend is already running, else the plain one. */
export function defaultMultiply(): Multiply {
  // The engine has no name before its first use; asking does not start it.
  const backend = tf.getBackend() as string | undefined;
  return backend && backend !== 'cpu' ? multiplyTensors : multiplyPlain;
}

/** `Multiply` on the running tfjs backend. */
export async function multiplyTensors(
  queries: EmbeddingMatrix,
  block: EmbeddingMatrix,
): Promise<Float32Array> {
  const held = holdGallery(block, multiplyTensors);
  try {
    return await held.multiply(queries);
  } finally {
    held.dispose();
  }
}

/** A gallery with which queries are multiplied again and again. */
export interface HeldGallery {
  multiply(queries: EmbeddingMatrix): Float32Array | Promise<Float32Array>;
  dispose(): void;
}

/** Leaves the gallery where its products are computed, so that a device gets it once; any other `Multiply` gets it each time. */
export function holdGallery(gallery: EmbeddingMatrix, multiply: Multiply): HeldGallery {
  if (multiply !== multiplyTensors)
    return { multiply: (queries) => multiply(queries, gallery), dispose: () => undefined };
  const rows = tf.tensor2d(gallery.data, [gallery.rows, gallery.columns]);
  return {
    async multiply({ data, rows: count, columns }) {
      const product = tf.tidy(() => tf.matMul(tf.tensor2d(data, [count, columns]), rows, false, true));
      try {
        return await product.data<'float32'>();
      } finally {
        product.dispose();
      }
    },
    dispose: () => rows.dispose(),
  };
}

/**
 * `Multiply` on typed arrays: each product is summed in float64 from the first column to the last, so it does not
 * depend on how the gallery is cut into blocks.
 */
export function multiplyPlain(queries: EmbeddingMatrix, block: EmbeddingMatrix): Float32Array {
  const products = new Float32Array(queries.rows * block.rows);
  // Four gallery rows at a time stay in the cache while all queries pass.
  for (let first = 0; first < block.rows; first += 4) {
    if (first + 4 <= block.rows) multiplyFour(queries, block, first, products);
    else multiplyRest(queries, block, first, products);
  }
  return products;
}

function multiplyFour(q: EmbeddingMatrix, block: EmbeddingMatrix, first: number, out: Float32Array): void {
  const { columns } = q;
  const [a, b, c, d] = [0, 1, 2, 3].map((i) =>
    block.data.subarray((first + i) * columns, (first + i + 1) * columns),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < q.rows; i++) {
    const query = q.data.subarray(i * columns, (i + 1) * columns);
    let [sa, sb, sc, sd] = [0, 0, 0, 0];
    for (let k = 0; k < columns; k++) {
      const x = query[k]!;
      sa += x * a[k]!;
      sb += x * b[k]!;
      sc += x * c[k]!;
      sd += x * d[k]!;
    }
    const at = i * block.rows + first;
    out[at] = sa;
    out[at + 1] = sb;
    out[at + 2] = sc;
    out[at + 3] = sd;
  }
}

function multiplyRest(q: EmbeddingMatrix, block: EmbeddingMatrix, first: number, out: Float32Array): void {
  const { columns } = q;
  for (let i = 0; i < q.rows; i++) {
    for (let row = first; row < block.rows; row++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += q.data[i * columns + k]! * block.data[row * columns + k]!;
      out[i * block.rows + row] = sum;
    }
  }
}
