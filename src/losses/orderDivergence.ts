import * as tf from '@tensorflow/tfjs-core';
import { withSlope } from '../compute/kernels/closedForm.js';
import { sigmoidGradient } from '../compute/kernels/sigmoidGradient.js';
import { checkCount } from '../vectors/gallery/checkInput.js';
import { checkSameLists, checkTemperature } from './checkLists.js';
import { logisticOrder } from './logisticOrder.js';
import { rankWeights, type RankWeight } from './rankWeights.js';

export interface OrderDivergenceOptions {
  topRows: number;
  temperature: number;
  comparison: 'within' | 'cross';
  indicator: 'hard' | 'soft';
  error: 'logistic' | 'squared';
  weights: RankWeight;
  weightSharpness: number;
  /** No two entries of a row of `t` are equal; left out, ties are looked for. */
  distinct?: boolean;
}

/** Comparisons held at once; 2^21 floats are 8 MiB a tensor. */
const chunkEntries = 2 ** 21;
const noPadding: [number, number] = [0, 0];

/**
 * How far the order of `s` is from the order of `t`:
 * `(1/B) sum_b (1/K) sum_{i <= rows} w_i sum_j error(I_q[i,j], I_g[i,j])` with
 * `I_g[i,j] = H(t_j - t_i)` and `I_q[i,j] = sigma((s_j - s_i) / tau)` (within) or `sigma((s_j - t_i) / tau)` (cross).
 *
 * The gradient is found in closed form on the way forward, so that only `[B, K]` floats are kept for the way back and
 * no `[B, K, K]` tensor ever exists.
 *
 * @param s `[B, K]` query similarities in [-1, 1]
 * @param t `[B, K]` gallery similarities, never increasing along K, treated as constant
 * @throws RetrievalError for tables of unequal shape, and a temperature or number of rows out of range.
 */
export function orderDivergence(s: tf.Tensor2D, t: tf.Tensor2D, options: OrderDivergenceOptions): tf.Scalar {
  const { comparison, indicator, error, temperature, distinct } = options;
  checkSameLists(s, t);
  checkTemperature(temperature);
  checkCount(options.topRows, 'topRows');
  if (comparison !== 'within' || indicator !== 'hard' || error !== 'logistic')
    return plainOrderDivergence(s, t, options);
  const [batch, length] = s.shape;
  const rows = Math.min(options.topRows, length);
  const top = tf.slice(t, [0, 0], [batch, rows]);
  const weights = rankWeights(options.weights, top, options.weightSharpness);
  return withSlope(s, (x) => {
    const { value, slope } = logisticOrder(x, t, tf.broadcastTo(weights, [batch, rows]), {
      temperature,
      distinct,
    });
    const scale = 1 / (batch * length);
    return { value: tf.mul(value, scale), slope: tf.mul(slope, scale) };
  });
}

/** The same for every variant, pair by pair, a few anchors at a time. */
export function plainOrderDivergence(
  s: tf.Tensor2D,
  t: tf.Tensor2D,
  options: OrderDivergenceOptions,
): tf.Scalar {
  const [batch, length] = s.shape;
  const rows = Math.min(options.topRows, length);
  const anchorsAtOnce = Math.max(1, Math.floor(chunkEntries / (rows * length)));
  return withSlope(s, (x) => {
    const values: tf.Tensor[] = [];
    const slopes: tf.Tensor[] = [];
    for (let first = 0; first < batch; first += anchorsAtOnce) {
      const size = Math.min(anchorsAtOnce, batch - first);
      const rowsOfChunk = (of: tf.Tensor2D): tf.Tensor2D => tf.slice(of, [first, 0], [size, length]);
      const part = tf.tidy(() => divergenceOfChunk(rowsOfChunk(x), rowsOfChunk(t), rows, options));
      values.push(part.value);
      slopes.push(part.slope);
    }
    const scale = 1 / (batch * length);
    return { value: tf.mul(tf.addN(values), scale), slope: tf.mul(tf.concat(slopes, 0), scale) };
  });
}

/** Sums over the anchors of the chunk: the weighted error (scalar) and its gradient in `s` `[n, K]`. */
function divergenceOfChunk(s: tf.Tensor2D, t: tf.Tensor2D, rows: number, options: OrderDivergenceOptions) {
  const { temperature, comparison, indicator, error } = options;
  const [anchors, length] = s.shape;
  const rowsOf = (x: tf.Tensor2D): tf.Tensor2D => tf.slice(x, [0, 0], [anchors, rows]);
  const differences = (columns: tf.Tensor2D, references: tf.Tensor2D): tf.Tensor3D =>
    tf.sub(tf.expandDims(columns, 1), tf.expandDims(references, 2));

  const within = comparison === 'within';
  const u = tf.div(differences(s, rowsOf(within ? s : t)), temperature);
  const galleryGaps = differences(t, rowsOf(t));
  // sign is 0 for equal similarities, so ties count one half, as the sigmoid of zero does.
  const wanted =
    indicator === 'hard'
      ? tf.add(tf.mul(tf.sign(galleryGaps), 0.5), 0.5)
      : tf.sigmoid(tf.div(galleryGaps, temperature));
  const weights = tf.expandDims(rankWeights(options.weights, rowsOf(t), options.weightSharpness), 2);

  const soft = tf.sigmoid(u);
  const gap = tf.sub(soft, wanted);
  const [errors, slopes] =
    error === 'squared'
      ? [tf.square(gap), sigmoidGradient(soft, tf.mul(gap, 2))]
      : [tf.sub(tf.softplus(u), tf.mul(wanted, u)), gap];
  const weighted = tf.mul(slopes, tf.div(weights, temperature));
  let slope = tf.sum(weighted, 1);
  if (within) {
    const opposite = tf.sum<tf.Tensor2D>(weighted, 2);
    slope = tf.sub(slope, tf.pad(opposite, [noPadding, [0, length - rows]]));
  }
  return { value: tf.sum(tf.mul(errors, weights)), slope };
}
