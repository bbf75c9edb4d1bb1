import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import { leadingAxes, solvePositive } from '../models/whitening/linearAlgebra.js';
import { unitRows } from '../models/unitRows.js';
import type { QueryModel } from '../models/queryModel.js';

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
  if (model.config.kind !== 'head') {
    throw new RetrievalError({
      what: 'Only a linear head can be solved for in closed form',
      where: 'ridge',
      expected: 'query.kind: head',
      found: model.config.kind,
      fix: 'leave ridge out, which trains the query model',
    });
  }
  checkSizes(model, problem);
  const variables = new Map([...model.variables, ...model.state].map((v, n) => [model.names[n]!, v]));
  const [rows, inputs] = problem.features.shape;
  const outputs = model.dimension;
  const sums = tf.tidy(() => {
    const unit = unitRows(problem.features);
    const x = tf.div<tf.Tensor2D>(
      tf.sub(unit, variables.get('features.mean')!),
      variables.get('features.deviation')!,
    );
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
  const assign = (name: string, value: (shape: number[]) => tf.Tensor): void =>
    tf.tidy(() => void variables.get(name)!.assign(value(variables.get(name)!.shape)));
  assign('linear.bias', (shape) => tf.tensor(mean!, shape));
  const { bottleneck } = model.config;
  if (bottleneck === 'full') {
    assign('linear.kernel', (shape) => tf.tensor(Float32Array.from(solution), shape));
    return;
  }
  const weights = tf.tidy(() => tf.tensor2d(Float32Array.from(solution), [inputs, outputs]));
  const explained = tf.tidy(() => tf.matMul(tf.tensor2d(cross!, [inputs, outputs]), weights, true));
  const { axes } = leadingAxes(symmetric(await explained.data(), outputs), outputs, bottleneck);
  const kept = tf.tensor2d(Float32Array.from(axes), [bottleneck, outputs]);
  assign('linear.kernel', () => kept.clone());
  assign('bottleneck.kernel', () => tf.matMul(weights, kept, false, true));
  assign('bottleneck.bias', tf.zeros);
  tf.dispose([weights, explained, kept]);
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

/** The symmetric part of a `[D, D]` matrix, in float64. */
function symmetric(matrix: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return (matrix[at]! + matrix[column * size + row]!) / 2;
  });
}
