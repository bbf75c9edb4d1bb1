import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import { solvePositive } from '../models/whitening/linearAlgebra.js';
import type { QueryModel } from '../models/queryModel.js';
import { assignHeadMap, checkHead, standardised } from './headMap.js';

export interface RidgeProblem {
  /** `[N * crops, F]` stored features, the crops of a picture next to each other. */
  features: tf.Tensor2D;
  crops: number;
  /** `[N, D]` gallery-model embeddings of the pictures. */
  gallery: tf.Tensor2D;
  /** Penalty on the weights, as a share of the mean square of a standardised feature, which is 1. */
  ridge: number;
}

/**
 * Sets a head's weights to the closed-form solution of ridge regression onto the gallery embeddings, without training:
 * `W = (X'X + n ridge I)^-1 X'Y` with centred targets, and under a bottleneck of r its best approximation of rank r,
 * which keeps the r leading axes of `Y'X W` (reduced-rank regression, Izenman 1975). The final L2 normalisation is left
 * out of the problem.
 *
 * @throws RetrievalError for a query model that is not a head.
 */
export async function solveHead(model: QueryModel, problem: RidgeProblem): Promise<void> {
  checkHead(model, 'ridge');
  checkSizes(model, problem);
  const [rows, inputs] = problem.features.shape;
  const outputs = model.dimension;
  const sums = tf.tidy(() => {
    const x = standardised(model, problem.features);
    const mean = tf.mean<tf.Tensor1D>(problem.gallery, 0);
    const centred = tf.sub<tf.Tensor2D>(problem.gallery, mean);
    const crops = tf.range(0, rows, 1, 'int32');
    const y = tf.gather(centred, tf.cast(tf.floorDiv(crops, tf.scalar(problem.crops, 'int32')), 'int32'));
    return [tf.matMul(x, x, true), tf.matMul(x, y, true), mean] as const;
  });
  const [covariance, cross, mean] = await Promise.all(sums.map((tensor) => tensor.data()));
  tf.dispose([...sums]);
  const penalised = Float64Array.from(covariance!);
  for (let f = 0; f < inputs; f++) penalised[f * inputs + f]! += rows * problem.ridge;
  const solution = solvePositive(penalised, Float64Array.from(cross!), inputs);
  const weights = tf.tensor2d(Float32Array.from(solution), [inputs, outputs]);
  const bias = tf.tensor1d(mean as Float32Array);
  const explained = tf.tidy(() => tf.matMul(tf.tensor2d(cross!, [inputs, outputs]), weights, true));
  try {
    await assignHeadMap(model, { weights, bias }, explained as tf.Tensor2D);
  } finally {
    tf.dispose([weights, bias, explained]);
  }
}

function checkSizes({ input, dimension }: QueryModel, { features, crops, gallery }: RidgeProblem): void {
  const width = input.kind === 'features' ? input.dimension : NaN;
  const expected = [gallery.shape[0] * crops, width, dimension];
  const found = [features.shape[0], features.shape[1], gallery.shape[1]];
  if (expected.every((size, n) => size === found[n])) return;
  const inWords = ([rows, inputs, outputs]: number[]): string =>
    `${rows} rows of ${inputs} features, ${outputs} dimensions`;
  throw new RetrievalError({
    what: 'The features, the gallery embeddings and the head do not fit together',
    where: 'ridge',
    expected: inWords(expected),
    found: inWords(found),
    fix: 'pass every crop of every picture, those of a picture next to each other',
  });
}
