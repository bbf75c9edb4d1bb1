import * as tf from '@tensorflow/tfjs-core';
import { stepRunner } from '../../compute/backend/stepRunner.js';
import { valuesNow } from '../../compute/backend/valuesNow.js';
import { RetrievalError } from '../../errors.js';
import { checkFinite } from '../../vectors/gallery/checkInput.js';
import type { SimilarityPairs } from './points.js';
import type { MonotoneMapping } from './types.js';

export interface FitMappingOptions {
  /** Default 60. */
  steps?: number;
  /** Default 0.1. */
  learningRate?: number;
}

const asker = { where: 'fitMapping', fix: 'compute with ASYMMETRIC_BACKEND=native' };

/**
 * Moves a map towards the relation between the similarities of two models, by least squares (Adam). Goes on from where the
 * map is.
 *
 * @returns the mean squared error before the last step
 * @throws RetrievalError for lists of unequal length, for numbers that are not finite, and for a map that cannot learn, such as a power; on WebGPU outside a browser.
 * @example
 * const error = fitMapping(mapping, run.manifest.similarityPairs, { steps: 100 });
 */
export function fitMapping(
  mapping: MonotoneMapping,
  pairs: SimilarityPairs,
  { steps = 60, learningRate = 0.1 }: FitMappingOptions = {},
): number {
  check(mapping, pairs, steps);
  checkFinite(pairs.gallery, 'pairs.gallery');
  checkFinite(pairs.query, 'pairs.query');
  const [gallery, query] = [tf.tensor1d([...pairs.gallery]), tf.tensor1d([...pairs.query])];
  const optimizer = tf.train.adam(learningRate);
  const runner = stepRunner();
  const error = (): tf.Scalar => tf.mean(tf.squaredDifference(query, mapping.apply(gallery)));
  const update = (): tf.Scalar => optimizer.minimize(error, true, mapping.variables)!;
  let last = NaN;
  for (let step = 0; step < steps; step++) {
    const value = runner.repeat(update, []);
    if (step === steps - 1) last = valuesNow(value, asker)[0]!;
    value.dispose();
  }
  runner.dispose();
  optimizer.dispose();
  tf.dispose([gallery, query]);
  return last;
}

function check({ variables }: MonotoneMapping, { gallery, query }: SimilarityPairs, steps: number): void {
  const problem = !(Number.isInteger(steps) && steps >= 1)
    ? { where: 'steps', expected: 'a whole number from 1 on', found: String(steps) }
    : variables.length === 0
      ? { where: 'mapping', expected: 'a family that learns', found: 'a map without variables' }
      : gallery.length === 0 || gallery.length !== query.length
        ? {
            where: 'pairs',
            expected: 'as many similarities under both models, at least one',
            found: `${gallery.length} and ${query.length}`,
          }
        : undefined;
  if (problem) throw new RetrievalError({ what: 'The map cannot be fitted', ...problem, kind: 'usage' });
}
