import * as tf from '@tensorflow/tfjs-core';
import type { QueryModel } from './queryModel.js';

/** Collects the named variables of one model: trained ones and state (running averages), in the order of creation. */
export interface VariableSet {
  trained(name: string, values: Float32Array, shape: number[]): tf.Variable;
  untrained(name: string, values: Float32Array, shape: number[]): tf.Variable;
  /** What a query model tells about its variables. */
  lists(): Pick<QueryModel, 'variables' | 'state' | 'names' | 'parameterCount'>;
  dispose(): void;
}

export function variableSet(): VariableSet {
  const trained = new Map<string, tf.Variable>();
  const untrained = new Map<string, tf.Variable>();
  const add =
    (list: typeof trained) =>
    (name: string, values: Float32Array, shape: number[]): tf.Variable => {
      // The engine gives unique names of its own, so that two models with equal layer names can live side by side.
      const variable = tf.tidy(() => tf.variable(tf.tensor(values, shape), list === trained));
      list.set(name, variable);
      return variable;
    };
  return {
    trained: add(trained),
    untrained: add(untrained),
    lists: () => ({
      variables: [...trained.values()],
      state: [...untrained.values()],
      names: [...trained.keys(), ...untrained.keys()],
      parameterCount: [...trained.values()].reduce((sum, variable) => sum + variable.size, 0),
    }),
    dispose: () => [...trained.values(), ...untrained.values()].forEach((variable) => variable.dispose()),
  };
}
