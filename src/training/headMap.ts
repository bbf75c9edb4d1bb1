import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import { leadingAxes } from '../models/whitening/linearAlgebra.js';
import { unitRows } from '../models/unitRows.js';
import type { QueryModel } from '../models/queryModel.js';

/** Everything that a linear head does to standardised features: `x W + b`. */
export interface HeadMap {
  /** `W` `[F, D]` */
  weights: tf.Tensor2D;
  /** `b` `[D]` */
  bias: tf.Tensor1D;
}

/** The variables of a head, by name. */
type HeadVariables = Map<string, tf.Tensor>;

const variablesOf = (model: QueryModel): HeadVariables =>
  new Map([...model.variables, ...model.state].map((v, n) => [model.names[n]!, v]));

/** The map of a head, its bottleneck multiplied out. The tensors belong to the caller. */
export function headMapOf(model: QueryModel): HeadMap {
  const variables = variablesOf(checkHead(model, 'averagedSeeds'));
  const [kernel, bias] = [
    variables.get('linear.kernel') as tf.Tensor2D,
    variables.get('linear.bias') as tf.Tensor1D,
  ];
  const first = variables.get('bottleneck.kernel') as tf.Tensor2D | undefined;
  if (!first) return { weights: kernel.clone(), bias: bias.clone() };
  const shift = tf.tidy(() => {
    const row = tf.reshape<tf.Rank.R2>(variables.get('bottleneck.bias')!, [1, -1]);
    return tf.add<tf.Tensor1D>(bias, tf.reshape<tf.Rank.R1>(tf.matMul(row, kernel), [-1]));
  });
  return { weights: tf.matMul(first, kernel), bias: shift };
}

/** Stored features `[N, F]` as a head sees them: unit length, then standardised. Call it inside `tf.tidy`. */
export function standardised(model: QueryModel, features: tf.Tensor2D): tf.Tensor2D {
  const variables = variablesOf(model);
  const mean = variables.get('features.mean')!;
  return tf.div(tf.sub(unitRows(features), mean), variables.get('features.deviation')!);
}

/**
 * Gives a head a map, under a bottleneck of r its best approximation of rank r, which keeps the r leading axes of what
 * the map explains (reduced-rank regression, Izenman 1975).
 * @param explained `[D, D]`: `W' X'X W`, or `W' (X'X + n ridge I) W` of a solution of ridge regression
 */
export async function assignHeadMap(
  model: QueryModel,
  { weights, bias }: HeadMap,
  explained: tf.Tensor2D,
): Promise<void> {
  const variables = variablesOf(model);
  const assign = (name: string, value: tf.Tensor): void => {
    const variable = variables.get(name) as tf.Variable;
    tf.tidy(() => variable.assign(tf.reshape(value, variable.shape)));
  };
  assign('linear.bias', bias);
  const { bottleneck } = model.config as { bottleneck: number | 'full' };
  if (bottleneck === 'full') {
    assign('linear.kernel', weights);
    return;
  }
  const outputs = model.dimension;
  const { axes } = leadingAxes(symmetric(await explained.data(), outputs), outputs, bottleneck);
  const kept = tf.tensor2d(Float32Array.from(axes), [bottleneck, outputs]);
  const first = tf.matMul(weights, kept, false, true);
  const none = tf.zeros([bottleneck]);
  assign('linear.kernel', kept);
  assign('bottleneck.kernel', first);
  assign('bottleneck.bias', none);
  tf.dispose([kept, first, none]);
}

/** @throws RetrievalError for a query model that is not a head. */
export function checkHead(model: QueryModel, where: string): QueryModel {
  if (model.config.kind === 'head') return model;
  throw new RetrievalError({
    what: 'Only of a linear head the map is known as a matrix',
    where,
    expected: 'query.kind: head',
    found: model.config.kind,
    fix: `leave ${where} out, which trains the query model`,
  });
}

/** The symmetric part of a `[D, D]` matrix, in float64. */
function symmetric(matrix: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return (matrix[at]! + matrix[column * size + row]!) / 2;
  });
}
