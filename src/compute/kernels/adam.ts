import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
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
  /** The means, then the squares, in a fixed order; variables that are moved as one have one of each. The caller disposes. */
  memory(): tf.Tensor[];
  /** Takes over what `memory` gave. */
  recall(memory: readonly tf.Tensor[]): void;
  dispose(): void;
}

/**
 * One operation per variable, or per group of variables, on the native backend; a dozen elsewhere.
 * @param groups places of variables that decay alike and all have gradients whenever one has: they may be moved as one.
 */
export function adamUpdater(variables: tf.Variable[], groups: number[][] = []): AdamUpdater {
  return isNative() ? rawAdamUpdater(variables, groups) : plainAdamUpdater(variables);
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
    memory: () => [...means, ...squares].map((variable) => variable.clone()),
    recall: (memory) => [...means, ...squares].forEach((variable, n) => variable.assign(memory[n]!)),
    dispose: () => tf.dispose([...means, ...squares]),
  };
}

/** Variables that TensorFlow's Adam takes for one, by their places in the list, and that one's twin. */
interface Moved {
  members: number[];
  weights: tf.Tensor;
  mean: tf.Tensor;
  square: tf.Tensor;
}

/**
 * TensorFlow's own Adam, which goes once over each variable. It works on TensorFlow's variables, so every variable, or
 * group of variables, has a twin there, which takes its value before each step and gives it back after.
 */
export function rawAdamUpdater(variables: tf.Variable[], groups: number[][] = []): AdamUpdater {
  const grouped = new Set(groups.flat());
  const alone = variables.map((_, n) => [n]).filter(([n]) => !grouped.has(n!));
  const all = [...alone, ...groups].map((members) => twinOf(members, variables));
  const handles = [...all.map(({ mean }) => mean), ...all.map(({ square }) => square)];
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
        for (const { members, weights, mean, square } of all) {
          const own = members.map((n) => variables[n]!);
          const given = members.flatMap((n) => gradients[n] ?? []);
          if (given.length === 0) continue;
          if (given.length < members.length) throw apart(own.filter((_, m) => !gradients[members[m]!]));
          const kept = (): number | undefined => step.kept[members[0]!];
          const value = joined(own);
          write(
            weights,
            kept() === undefined
              ? value
              : tf.mul(
                  value,
                  hostNumber(() => kept()!),
                ),
          );
          const attributes = { use_locking: false, use_nesterov: false };
          const operands = [weights, mean, square, ...scalars, joined(given)];
          runRawOp('ResourceApplyAdam', operands, attributes, 0);
          const moved = read(weights);
          parted(moved, own).forEach((part, m) => own[m]!.assign(part));
        }
      });
    },
    memory: () => handles.map(read),
    recall: (memory) => handles.forEach((handle, n) => write(handle, memory[n]!)),
    dispose() {
      for (const handle of all.flatMap(({ weights, mean, square }) => [weights, mean, square])) {
        runRawOp('DestroyResourceOp', [handle], { ignore_lookup_error: true }, 0, []);
        handle.dispose();
      }
    },
  };
}

function apart(variables: tf.Variable[]): RetrievalError {
  return new RetrievalError({
    what: 'A step gives no gradient of some variables, which a repeatable model and loss promise at every step',
    where: variables.map(({ name }) => name).join(', '),
    fix: 'leave `isRepeatable` out of the model or the loss that has them',
  });
}

function twinOf(members: number[], variables: tf.Variable[]): Moved {
  const size = members.reduce((sum, n) => sum + variables[n]!.size, 0);
  const shape = members.length === 1 ? variables[members[0]!]!.shape : [size];
  return { members, weights: resource(shape), mean: resource(shape, true), square: resource(shape, true) };
}

/** The tensors' numbers one after the other; a single tensor as it is. */
function joined(tensors: tf.Tensor[]): tf.Tensor {
  return tensors.length === 1 ? tensors[0]! : tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1])));
}

/** Undoes `joined`: tensors of the shapes of these. */
function parted(tensor: tf.Tensor, like: tf.Tensor[]): tf.Tensor[] {
  if (like.length === 1) return [tensor];
  const parts = tf.split(
    tensor,
    like.map(({ size }) => size),
  );
  return parts.map((part, n) => tf.reshape(part, like[n]!.shape));
}

function hostNumber(make: () => number): tf.Scalar {
  return hostTensor<tf.Rank.R0>([], () => Float32Array.of(make()));
}

/**
 * The name by which TensorFlow makes another variable every time. It keeps an operation for every name that it is given
 * as long as the process runs.
 */
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/** The handle of a variable of TensorFlow's own, zero on request. */
function resource(shape: number[], zero = false): tf.Tensor {
  const names = { container: '', shared_name: anonymous };
  const handle = tf.keep(runRawOp('VarHandleOp', [], { ...names, shape: { shape } }, 1, ['dtype'])[0]!);
  if (zero) tf.tidy(() => write(handle, tf.zeros(shape)));
  return handle;
}

function read(handle: tf.Tensor): tf.Tensor {
  return runRawOp('ReadVariableOp', [handle], {}, 1, ['dtype'])[0]!;
}

function write(handle: tf.Tensor, value: tf.Tensor): void {
  runRawOp('AssignVariableOp', [handle, value], {}, 0, ['dtype']);
}
