import { canAddFunctions } from './graphFunction.js';
import { TracingRunner } from './tracingRunner.js';

/** Runs the steps of a loop. */
export interface StepRunner {
  /**
   * Runs a step, which must not wait for anything. At first its operations run one by one and are noted down; when the
   * same ones come again they run as one function of TensorFlow's, with the same results to the last bit. Nothing has to
   * be promised of the step: whatever differs this time runs as it is. A value that is read parts it in two.
   */
  run<Value>(step: () => Value): Value;
  /** How often steps, or parts of them, ran as a function and operation by operation. */
  readonly counts: Readonly<{ asFunction: number; byOperation: number }>;
  /** Takes the functions away. */
  dispose(): void;
}

/** On a backend without functions the steps are just called. */
export function stepRunner(): StepRunner {
  return canAddFunctions() ? new TracingRunner() : plainRunner();
}

function plainRunner(): StepRunner {
  const counts = { asFunction: 0, byOperation: 0 };
  return {
    counts,
    run(step) {
      counts.byOperation++;
      return step();
    },
    dispose: () => undefined,
  };
}
