import * as tf from '@tensorflow/tfjs-core';
import { hostTensor } from '../backend/hostValues.js';
import { isNative } from '../backend/nativeBackend.js';
import { runRawOp } from '../backend/rawOps.js';

/** Numbers of one step of Adam. */
export interface AdamStep {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Steps so far, this one included; 1 or more. */
  count: number;
  /** What each variable is multiplied by before it moves (decoupled weight decay); left out, it is left alone. */
  kept: (number | undefined)[];
}

/** Adam's running means and squares of a fixed list of variables, and the move along them (Kingma and Ba 2015). */
export interface AdamUpdater {
  /**
   * @param gradients in the order of the variables; not disposed of. A variable without one stays as it is.
   * @param step the numbers are looked up in the same object when the step is repeated.
   */
  step(gradients: (tf.Tensor | undefined)[], step: AdamStep): void;
  dispose(): void;
}

/** One operation per variable on the native backend, a dozen elsewhere. */
export function adamUpdater(variables: tf.Variable[]): AdamUpdater {
  return isNative() ? rawAdamUpdater(variables) : plainAdamUpdater(variables);
}

/** From plain operations: for the other backends, and to test the raw form against. */
export function plainAdamUpdater(variables: tf.Variable[]): AdamUpdater {
  const zeros = (): tf.Variable[] => variables.map((v) => tf.tidy(() => tf.variable(tf.zerosLike(v), false)));
  const [means, squares] = [zeros(), zeros()];
  return {
    step(gradients, { learningRate, beta1, beta2, epsilon, count, kept }) {
      const correction = Math.sqrt(1 - beta2 ** count);
      const rate = (learningRate * correction) / (1 - beta1 ** count);
      variables.forEach((variable, n) =>
        tf.tidy(() => {
          const gradient = gradients[n];
          if (!gradient) return;
          const mean = tf.add(tf.mul(means[n]!, beta1), tf.mul(gradient, 1 - beta1));
          const square = tf.add(tf.mul(squares[n]!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
          const move = tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), epsilon * correction));
          means[n]!.assign(mean);
          squares[n]!.assign(square);
          variable.assign(tf.sub(tf.mul(variable, kept[n] ?? 1), move));
        }),
      );
    },
    dispose: () => tf.dispose([...means, ...squares]),
  };
}

let resources = 0;

/**
 * TensorFlow's own Adam, which goes once over each variable. It works on TensorFlow's variables, so every variable has
 * a twin there, which takes its value before each step and gives it back after.
 */
export function rawAdamUpdater(variables: tf.Variable[]): AdamUpdater {
  const twins = variables.map((variable) => ({
    weights: resource(variable.shape),
    mean: resource(variable.shape, true),
    square: resource(variable.shape, true),
  }));
  return {
    step(gradients, step) {
      tf.tidy(() => {
        const scalars = [
          hostNumber(() => step.beta1 ** step.count),
          hostNumber(() => step.beta2 ** step.count),
          hostNumber(() => step.learningRate),
          tf.scalar(step.beta1),
          tf.scalar(step.beta2),
          // TensorFlow adds epsilon before the second moment is corrected for its start at zero.
          hostNumber(() => step.epsilon * Math.sqrt(1 - step.beta2 ** step.count)),
        ];
        variables.forEach((variable, n) => {
          const gradient = gradients[n];
          if (!gradient) return;
          const { weights, mean, square } = twins[n]!;
          const isKept = step.kept[n] === undefined;
          write(
            weights,
            isKept
              ? variable
              : tf.mul(
                  variable,
                  hostNumber(() => step.kept[n]!),
                ),
          );
          const attributes = { use_locking: false, use_nesterov: false };
          runRawOp('ResourceApplyAdam', [weights, mean, square, ...scalars, gradient], attributes, 0);
          variable.assign(runRawOp('ReadVariableOp', [weights], {}, 1, ['dtype'])[0]!);
        });
      });
    },
    dispose() {
      for (const handle of twins.flatMap((twin) => Object.values(twin))) {
        runRawOp('DestroyResourceOp', [handle], { ignore_lookup_error: true }, 0, []);
        handle.dispose();
      }
    },
  };
}

function hostNumber(make: () => number): tf.Scalar {
  return hostTensor<tf.Rank.R0>([], () => Float32Array.of(make()));
}

/** The handle of a variable of TensorFlow's own, zero on request. */
function resource(shape: number[], zero = false): tf.Tensor {
  const names = { container: '', shared_name: `adam-${resources++}` };
  const handle = tf.keep(runRawOp('VarHandleOp', [], { ...names, shape: { shape } }, 1, ['dtype'])[0]!);
  if (zero) tf.tidy(() => write(handle, tf.zeros(shape)));
  return handle;
}

function write(handle: tf.Tensor, value: tf.Tensor): void {
  runRawOp('AssignVariableOp', [handle, value], {}, 0, ['dtype']);
}
