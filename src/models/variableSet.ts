import * as tf from '@tensorflow/tfjs';

/** The named variables of one model: trained ones and state (running averages), each in the order of creation. */
export interface VariableSet {
  readonly variables: tf.Variable[];
  readonly state: tf.Variable[];
  /** Names of `[...variables, ...state]`. */
  readonly names: string[];
  /** Number of trained weights. */
  readonly parameterCount: number;
  trained(name: string, values: Float32Array, shape: number[]): tf.Variable;
  untrained(name: string, values: Float32Array, shape: number[]): tf.Variable;
  dispose(): void;
}

export function variableSet(): VariableSet {
  const trained: { name: string; variable: tf.Variable }[] = [];
  const untrained: { name: string; variable: tf.Variable }[] = [];
  const add = (list: typeof trained, name: string, values: Float32Array, shape: number[]) => {
    // Variables get the engine's own unique names: two models with equal layer names must be able to live side by side.
    const variable = tf.tidy(() => tf.variable(tf.tensor(values, shape), list === trained));
    list.push({ name, variable });
    return variable;
  };
  return {
    get variables() {
      return trained.map((entry) => entry.variable);
    },
    get state() {
      return untrained.map((entry) => entry.variable);
    },
    get names() {
      return [...trained, ...untrained].map((entry) => entry.name);
    },
    get parameterCount() {
      return trained.reduce((sum, entry) => sum + entry.variable.size, 0);
    },
    trained: (name, values, shape) => add(trained, name, values, shape),
    untrained: (name, values, shape) => add(untrained, name, values, shape),
    dispose: () => [...trained, ...untrained].forEach((entry) => entry.variable.dispose()),
  };
}
