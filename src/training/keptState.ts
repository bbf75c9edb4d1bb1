import * as tf from '@tensorflow/tfjs-core';
import type { QueryModel } from '../models/queryModel.js';

/** The weights that a query model had after a step. */
export interface KeptState {
  readonly step: number;
  /** Of `variables`, then of `state`. */
  readonly values: readonly tf.Tensor[];
  /** Gives them back to the model. */
  restore(): void;
  dispose(): void;
}

/** Keeps the present weights of a query model, running averages included; shares their memory until they change. */
export function keepState(model: QueryModel, step: number): KeptState {
  return keptState(
    model,
    step,
    [...model.variables, ...model.state].map((variable) => tf.keep(variable.clone())),
  );
}

/** The same with weights from elsewhere, which then belong to it. */
export function keptState(
  { variables, state }: QueryModel,
  step: number,
  values: readonly tf.Tensor[],
): KeptState {
  return {
    step,
    values,
    restore: () => [...variables, ...state].forEach((variable, n) => variable.assign(values[n]!)),
    dispose: () => tf.dispose([...values]),
  };
}
