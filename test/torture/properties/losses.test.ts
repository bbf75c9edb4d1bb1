import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { builtInLosses } from '../../../src/losses/builtInLosses.js';
import { createLoss } from '../../../src/losses/createLoss.js';
import { createLossBatch } from '../../../src/losses/lossBatch.js';
import { completeLossConfig } from '../../../src/losses/lossConfig.js';
import type { LossKind } from '../../../src/losses/registry.js';
import type { Loss } from '../../../src/losses/types.js';
import { expectClose, unitRows } from '../../helpers/tensors.js';
import { smallBank } from '../../losses/neighbourBank.js';
import { isLong, seed, tally, timeLimit } from '../amounts.js';

beforeAll(() => selectBackend());

const [pictures, rows, dimension] = [40, 8, 6];
const numRuns = isLong ? 300 : 10;
const kinds = Object.keys(builtInLosses) as LossKind[];

async function prepared(kind: LossKind, bank: ReturnType<typeof smallBank>): Promise<Loss> {
  const config = completeLossConfig({ kind });
  const loss = createLoss({
    ...config,
    ...('neighbours' in config && { neighbours: { from: 'bank', count: 20 } }),
    ...('subspaces' in config && { subspaces: 3, centroids: 4 }),
  });
  const labels = Int32Array.from({ length: pictures }, (_, n) => n % 4);
  await loss.prepare?.({ gallery: bank.embeddings, labels });
  // eslint-disable-next-line @typescript-eslint/require-await
  await loss.startEpoch?.(1, async () => bank.embeddings.dataSync<'float32'>());
  return loss;
}

/** Value and gradient of some rows, which are pictures of the bank. */
function lossOf(loss: Loss, query: tf.Tensor2D, anchors: number[], bank: ReturnType<typeof smallBank>) {
  const compute = (x: tf.Tensor): tf.Scalar => {
    const gallery = tf.gather(bank.embeddings, anchors);
    return loss.compute(createLossBatch({ query: x as tf.Tensor2D, gallery, anchors, bank }));
  };
  const { value, grad } = tf.valueAndGrad(compute)(query);
  return { value: value.dataSync()[0], gradient: [...grad.dataSync()] };
}

test.each(kinds)(
  '%s: value and gradient are finite, and the order of the batch plays no part',
  async (kind) => {
    const bank = smallBank(pictures, dimension, pictures);
    const loss = await prepared(kind, bank);
    const before = tf.memory().numTensors;
    const embeddings = fc.record({ random: fc.nat(), turned: fc.boolean() });
    fc.assert(
      fc.property(embeddings, ({ random, turned }) =>
        tf.tidy(() => {
          const source = randomSource(random, 'batch');
          const anchors = [...source.permutation(pictures).slice(0, rows)];
          // Rows that are just like the gallery's are the best there is, and the other way round the worst.
          const query = turned
            ? tf.neg<tf.Tensor2D>(tf.gather(bank.embeddings, anchors))
            : unitRows(rows, dimension, random);
          const { value, gradient } = lossOf(loss, query, anchors, bank);
          expect([value, ...gradient].every(Number.isFinite)).toBe(true);

          const order = [...source.permutation(rows)];
          const shuffled = tf.gather(query, order);
          const other = lossOf(
            loss,
            shuffled,
            order.map((n) => anchors[n]),
            bank,
          );
          expect(Math.abs(other.value - value)).toBeLessThan(1e-4 * (1 + Math.abs(value)));
          const back = order.flatMap((n) => gradient.slice(n * dimension, (n + 1) * dimension));
          const largest = Math.max(1, ...gradient.map(Math.abs));
          expectClose(other.gradient, back, 2e-3 * largest);
        }),
      ),
      { numRuns, seed },
    );
    expect(tf.memory().numTensors).toBe(before);
    loss.dispose?.();
    tally('properties', kind, numRuns);
  },
  timeLimit,
);
