import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { QueryModel } from '../models/queryModel.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';

/** Features `[N, F]` or pixels `[N, S, S, 3]`, flat; or a function that gives such rows from `first` on when they are needed. */
export type InputRows =
  Float32Array | Uint8Array | ((first: number, count: number) => Promise<Float32Array | Uint8Array>);

/**
 * Embeds every row of the input with the query model in inference mode.
 *
 * @param rows N
 * @returns `[N, D]`, unit rows, flat
 */
export async function embedAll(
  model: QueryModel,
  input: InputRows,
  rows: number,
  batch = 256,
): Promise<Float32Array> {
  const shape =
    model.input.kind === 'features' ? [model.input.dimension] : [model.input.size, model.input.size, 3];
  let embeddings: Float32Array | undefined;
  for (let first = 0; first < rows; first += batch) {
    await setImmediate();
    const count = Math.min(batch, rows - first);
    const part = Float32Array.from(await rowsOf(input, rows, first, count));
    const rowsOfPart = tf.tidy(() => model.embed(tf.tensor(part, [count, ...shape]), { training: false }));
    const values = await rowsOfPart.data();
    rowsOfPart.dispose();
    embeddings ??= new Float32Array((rows * values.length) / count);
    embeddings.set(values, (first * values.length) / count);
  }
  return embeddings ?? new Float32Array(0);
}

/** The same as a matrix `[N, D]`. */
export async function embedMatrix(
  model: QueryModel,
  input: InputRows,
  rows: number,
): Promise<EmbeddingMatrix> {
  return embeddingMatrix(await embedAll(model, input, rows), rows, model.dimension);
}

function rowsOf(
  input: InputRows,
  rows: number,
  first: number,
  count: number,
): Promise<Float32Array | Uint8Array> | Float32Array | Uint8Array {
  if (typeof input === 'function') return input(first, count);
  const width = input.length / rows;
  return input.subarray(first * width, (first + count) * width);
}
