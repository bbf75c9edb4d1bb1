import type * as tf from '@tensorflow/tfjs-core';
import { canAddFunctions, type FunctionOptions } from './graphFunction.js';
import { TracingRunner } from './tracingRunner.js';

/** Runs the steps of a loop. */
export interface StepRunner {
  /**
   * Runs a step, which must not wait for anything. At first its operations run one by one and are noted down; when the
   * same ones come again they run as one function of TensorFlow's, with the same results to the last bit unless
   * they are compiled. Nothing has to
   * be promised of the step: whatever differs this time runs as it is. A value that is read parts it in two.
   */
  run<Value>(step: () => Value): Value;
  /**
   * Runs a step that promises more: besides its inputs, variables and tensors that stay, it takes everything that changes
   * from outside by `hostTensor` and `hostDecision`, and it changes variables only. Once it has run as a function, only
   * these are asked and the step's own code is not run again.
   *
   * @param inputs tensors of this step; their shapes may change.
   */
  repeat(step: () => tf.Scalar, inputs: tf.Tensor[]): tf.Scalar;
  /** How often steps, or parts of them, ran as a function, repeated ones among them, and operation by operation. */
  readonly counts: Readonly<{ asFunction: number; repeated: number; byOperation: number }>;
  /** Takes the functions away. */
  dispose(): void;
}

/** On a backend without functions the steps are just called. */
export function stepRunner(options: FunctionOptions = {}): StepRunner {
  return canAddFunctions() ? new TracingRunner(options) : plainRunner();
}

function plainRunner(): StepRunner {
  const counts = { asFunction: 0, repeated: 0, byOperation: 0 };
  const run = <Value>(step: () => Value): Value => {
    counts.byOperation++;
    return step();
  };
  return {
    counts,
    run,
    repeat: run,
    dispose: () => undefined,
  };
}
