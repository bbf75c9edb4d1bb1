import * as tf from '@tensorflow/tfjs-core';
import { orderDivergence } from '../../losses/orderDivergence.js';
import { rankOrderPreservationSchema } from '../../losses/rankOrderPreservation.js';
import type { Workload } from '../types.js';

const batch = 64;

/** Forward and backward pass of the order divergence alone; arguments: K, rows (default all), temperature. */
export function longLists(
  _: string,
  [length, rows = length, temperature = '0.1']: string[],
): Promise<Workload> {
  const shape: [number, number] = [batch, Number(length)];
  const s = tf.randomUniform<tf.Rank.R2>(shape, -0.2, 0.9, 'float32', 1);
  const t = tf.topk(tf.randomUniform<tf.Rank.R2>(shape, -0.2, 0.9, 'float32', 2), shape[1]).values;
  const options = {
    ...rankOrderPreservationSchema.parse({ kind: 'rankOrderPreservation' }),
    temperature: Number(temperature),
    topRows: Number(rows),
    distinct: true,
  };
  let value = NaN;
  return Promise.resolve({
    run: () =>
      tf.tidy(() => {
        const result = tf.valueAndGrad((x) => orderDivergence(x as tf.Tensor2D, t, options))(s);
        result.grad.dataSync();
        value = result.value.dataSync()[0]!;
      }),
    check: () => ({ value: [value] }),
  });
}
