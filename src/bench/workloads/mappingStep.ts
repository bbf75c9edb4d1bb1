import * as tf from '@tensorflow/tfjs-core';
import { createLoss } from '../../losses/createLoss.js';
import { createLossBatch } from '../../losses/lossBatch.js';
import type { MappingConfig } from '../../losses/mappings/config.js';
import { unitRows } from '../../models/unitRows.js';
import type { Workload } from '../types.js';

const [batch, dimension] = [64, 1280];

/** One step of monotonic similarity preservation: loss, gradient, and a step of the map; arguments: family. */
export function mappingStep(_: string, [family]: string[]): Promise<Workload> {
  const rows = (seed: number): tf.Tensor2D =>
    unitRows(tf.randomUniform<tf.Rank.R2>([batch, dimension], 0, 1, 'float32', seed));
  const [query, gallery] = [rows(1), rows(2)];
  const loss = createLoss({
    kind: 'monotonicSimilarityPreservation',
    mapping: { family: family as MappingConfig['family'] },
  });
  let value = NaN;
  return Promise.resolve({
    run: () =>
      tf.tidy(() => {
        const result = tf.valueAndGrad((q) =>
          loss.compute(createLossBatch({ query: q as tf.Tensor2D, gallery })),
        )(query);
        loss.afterStep?.(createLossBatch({ query, gallery }), () => 1);
        result.grad.dataSync();
        value = result.value.dataSync()[0]!;
      }),
    check: () => ({ value: [value] }),
  });
}
