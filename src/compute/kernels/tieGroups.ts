import * as tf from '@tensorflow/tfjs-core';

/** Positions of the run of equal numbers in which each number stands, `[B, K]` int32, 0-based. */
export type TieGroups = { first: tf.Tensor2D; last: tf.Tensor2D };

/**
 * The runs of equal numbers in each sorted row `[B, K]`; a number without an equal is a run of its own. Positions are counted
 * in floats, which hold them exactly, since a GPU hands whole numbers to the processor for some of these operations.
 */
export function tieGroups(sorted: tf.Tensor2D): TieGroups {
  return tf.tidy(() => {
    const fromTheEnd = runStarts(tf.reverse(sorted, 1));
    const last = tf.sub<tf.Tensor2D>(sorted.shape[1] - 1, tf.reverse(fromTheEnd, 1));
    return { first: tf.cast(runStarts(sorted), 'int32'), last: tf.cast(last, 'int32') };
  });
}

/** Where the run of each number begins: the running maximum of the positions at which a new number begins. */
function runStarts(x: tf.Tensor2D): tf.Tensor2D {
  const [rows, length] = x.shape;
  const shifted = (from: tf.Tensor2D, by: number): tf.Tensor2D =>
    tf.pad(tf.slice(from, [0, 0], [rows, length - by]), [
      [0, 0],
      [by, 0],
    ]);
  const begins = tf.cast(tf.notEqual(x, shifted(x, 1)), 'float32');
  let starts = tf.mul<tf.Tensor2D>(begins, tf.range(0, length));
  for (let step = 1; step < length; step *= 2) starts = tf.maximum(starts, shifted(starts, step));
  return starts;
}
