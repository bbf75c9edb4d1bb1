import * as tf from '@tensorflow/tfjs-core';
import { valuesNow } from '../../compute/backend/valuesNow.js';
import { RetrievalError } from '../../errors.js';
import { checkCount } from '../../vectors/gallery/checkInput.js';
import type { MonotoneMapping } from './types.js';

/** Rounding of float32 sums near 1. */
const tolerance = 1e-5;

const asker = { where: 'checkMonotone', fix: 'compute with ASYMMETRIC_BACKEND=native' };

/** Throws a RetrievalError naming the first interval in which the mapping falls, on a grid over [-1, 1]; on WebGPU outside a browser always. */
export function checkMonotone(mapping: MonotoneMapping, gridPoints = 1001): void {
  checkCount(gridPoints, 'gridPoints', 2);
  const grid = Float32Array.from({ length: gridPoints }, (_, i) => -1 + (2 * i) / (gridPoints - 1));
  const values = tf.tidy(() => valuesNow(mapping.apply(tf.tensor1d(grid)), asker));
  for (let i = 1; i < gridPoints; i++) {
    if (values[i]! >= values[i - 1]! - tolerance) continue;
    throw new RetrievalError({
      what: 'The learnt mapping is not monotone',
      where: `similarities ${grid[i - 1]!.toFixed(3)} to ${grid[i]!.toFixed(3)}`,
      expected: 'a value that does not fall',
      found: `${values[i - 1]!} then ${values[i]!}`,
      fix: 'lower the map learning rate; if a value is NaN, the training diverged before',
    });
  }
}
