import * as tf from '@tensorflow/tfjs-core';
import type { QueryModel } from '../models/queryModel.js';

/** The weights that a query model had after a step. */
export interface KeptState {
  readonly step: number;
  /** Gives them back to the model. */
  restore(): void;
  dispose(): void;
}

/** Keeps the present weights of a query model, running averages included; shares their memory until they change. */
export function keepState({ variables, state }: QueryModel, step: number): KeptState {
  const kept = [...variables, ...state].map((variable) => ({ variable, value: tf.keep(variable.clone()) }));
  return {
    step,
    restore: () => kept.forEach(({ variable, value }) => variable.assign(value)),
    dispose: () => tf.dispose(kept.map(({ value }) => value)),
  };
}
