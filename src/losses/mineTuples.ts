import * as tf from '@tensorflow/tfjs-core';
import type { RandomSource } from '../base/randomSource.js';
import type { Classes } from './classes.js';

/** A positive and the hardest negatives of every training picture. */
export interface Tuples {
  /** `[N, 1 + negatives]` numbers of training pictures: the positive first, then the negatives, hardest first. */
  members: Int32Array;
}

export interface MiningOptions {
  classes: Classes;
  negatives: number;
  /** Pictures among which negatives are sought. */
  pool: number;
  random: RandomSource;
}

/** Anchors whose similarities to the pool are held at a time. */
const block = 512;

/**
 * For each picture a random other one of its class as positive (itself in a class of one), and as negatives the pictures
 * of a random pool that the query model takes for nearest, of other classes and at most one per class. Where the pool
 * holds fewer classes, the hardest negative is repeated.
 *
 * @param queries `[N, D]`, the query model's embeddings
 * @param gallery `[N, D]`, the gallery model's
 */
export async function mineTuples(
  queries: Float32Array,
  gallery: tf.Tensor2D,
  { classes, negatives, pool: poolSize, random }: MiningOptions,
): Promise<Tuples> {
  const [rows, columns] = gallery.shape;
  const width = 1 + negatives;
  const members = new Int32Array(rows * width);
  const pool = random.permutation(rows).slice(0, poolSize);
  const poolVectors = tf.tidy(() => tf.gather(gallery, tf.tensor1d(pool, 'int32')));
  const byClass = Array.from({ length: classes.count }, (): number[] => []);
  classes.of.forEach((c, row) => byClass[c]!.push(row));
  try {
    for (let start = 0; start < rows; start += block) {
      const end = Math.min(rows, start + block);
      const ranked = tf.tidy(() => {
        const anchors = tf.tensor2d(queries.subarray(start * columns, end * columns), [end - start, columns]);
        return tf.topk(tf.matMul(anchors, poolVectors, false, true), pool.length, true).indices;
      });
      const order = await ranked.data<'int32'>();
      ranked.dispose();
      for (let anchor = start; anchor < end; anchor++) {
        const from = (anchor - start) * pool.length;
        const nearest = order.subarray(from, from + pool.length);
        members[anchor * width] = otherOf(byClass[classes.of[anchor]!]!, anchor, random);
        members.set(hardest(nearest, pool, classes, classes.of[anchor]!, negatives), anchor * width + 1);
      }
    }
  } finally {
    poolVectors.dispose();
  }
  return { members };
}

function otherOf(members: number[], anchor: number, random: RandomSource): number {
  if (members.length === 1) return anchor;
  const place = random.integer(members.length - 1);
  return members[place < members.indexOf(anchor) ? place : place + 1]!;
}

function hardest(
  nearest: Int32Array,
  pool: Int32Array,
  classes: Classes,
  own: number,
  count: number,
): number[] {
  const found: number[] = [];
  const seen = new Set([own]);
  for (const place of nearest) {
    const row = pool[place]!;
    if (seen.has(classes.of[row]!)) continue;
    seen.add(classes.of[row]!);
    found.push(row);
    if (found.length === count) return found;
  }
  const fallback = found[0] ?? pool[nearest.at(-1)!]!;
  return [...found, ...Array.from({ length: count - found.length }, () => fallback)];
}
