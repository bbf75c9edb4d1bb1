import * as tf from '@tensorflow/tfjs-core';
import { hostTensor } from '../backend/hostValues.js';
import { isNative } from '../backend/nativeBackend.js';
import { runRawOp } from '../backend/rawOps.js';
import {
  assignParts,
  flatShape,
  joined,
  joinedGradients,
  membersOf,
  regrouped,
  withAlone,
  type Members,
} from './flatGroups.js';
import { destroy, read, resource, write } from './resources.js';

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
  /** The means, then the squares, in a fixed order; variables that are stored as one have one of each. The caller disposes. */
  memory(): tf.Tensor[];
  /** Takes over what `memory` gave. */
  recall(memory: readonly tf.Tensor[]): void;
  dispose(): void;
}

/** How variables are moved and how what is remembered of them is kept, by their places; a variable in no group is alone. */
export interface AdamGroups {
  /** Variables that decay alike and all have gradients whenever one has are moved as one. */
  moved?: readonly Members[];
  /** Variables whose means lie in one tensor of `memory`; default `moved`. */
  stored?: readonly Members[];
}

/** One operation per variable, or per group of variables, on the native backend; a dozen elsewhere. */
export function adamUpdater(variables: tf.Variable[], groups: AdamGroups = {}): AdamUpdater {
  return isNative() ? rawAdamUpdater(variables, groups) : plainAdamUpdater(variables, groups);
}

/** From plain operations: for the other backends, and to test the raw form against. */
export function plainAdamUpdater(
  variables: tf.Variable[],
  { moved = [], stored = moved }: AdamGroups = {},
): AdamUpdater {
  const [all, kept] = [moved, stored].map((groups) => withAlone(variables.length, groups)) as [
    Members[],
    Members[],
  ];
  const zeros = (): tf.Variable[] =>
    all.map((members) => tf.tidy(() => tf.variable(tf.zeros(flatShape(variables, members)), false)));
  const [means, squares] = [zeros(), zeros()];
  return {
    step(gradients, { learningRate, beta1, beta2, epsilon, count, kept }) {
      const correction = Math.sqrt(1 - beta2 ** count);
      const rate = (learningRate * correction) / (1 - beta1 ** count);
      all.forEach((members, n) =>
        tf.tidy(() => {
          const gradient = joinedGradients(gradients, variables, members);
          if (!gradient) return;
          const mean = tf.add(tf.mul(means[n]!, beta1), tf.mul(gradient, 1 - beta1));
          const square = tf.add(tf.mul(squares[n]!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
          const move = tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), epsilon * correction));
          means[n]!.assign(mean);
          squares[n]!.assign(square);
          const value = joined(membersOf(variables, members));
          assignParts(tf.sub(tf.mul(value, kept[members[0]!] ?? 1), move), variables, members);
        }),
      );
    },
    memory: () =>
      tf.tidy(() =>
        // What is alone is the variable itself, whose copy the caller gets.
        [means, squares].flatMap((each) =>
          regrouped(each, all, kept, variables).map((tensor) => tensor.clone()),
        ),
      ),
    recall: (memory) =>
      tf.tidy(() =>
        [means, squares].forEach((each, n) => {
          const part = memory.slice(n * kept.length, (n + 1) * kept.length);
          regrouped(part, kept, all, variables).forEach((tensor, m) => each[m]!.assign(tensor));
        }),
      ),
    dispose: () => tf.dispose([...means, ...squares]),
  };
}

/** Variables that TensorFlow's Adam takes for one, by their places in the list, and that one's twin. */
interface Moved {
  members: Members;
  weights: tf.Tensor;
  mean: tf.Tensor;
  square: tf.Tensor;
}

/**
 * TensorFlow's own Adam, which goes once over each variable. It works on TensorFlow's variables, so every variable, or
 * group of variables, has a twin there, which takes its value before each step and gives it back after.
 */
export function rawAdamUpdater(
  variables: tf.Variable[],
  { moved = [], stored = moved }: AdamGroups = {},
): AdamUpdater {
  const [groups, kept] = [moved, stored].map((some) => withAlone(variables.length, some)) as [
    Members[],
    Members[],
  ];
  const all = groups.map((members) => twinOf(members, variables));
  const handles = [all.map(({ mean }) => mean), all.map(({ square }) => square)];
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
          const gradient = joinedGradients(gradients, variables, members);
          if (!gradient) continue;
          const share = (): number | undefined => step.kept[members[0]!];
          const value = joined(membersOf(variables, members));
          write(
            weights,
            share() === undefined
              ? value
              : tf.mul(
                  value,
                  hostNumber(() => share()!),
                ),
          );
          const attributes = { use_locking: false, use_nesterov: false };
          runRawOp('ResourceApplyAdam', [weights, mean, square, ...scalars, gradient], attributes, 0);
          assignParts(read(weights), variables, members);
        }
      });
    },
    memory: () =>
      tf.tidy(() => handles.flatMap((each) => regrouped(each.map(read), groups, kept, variables))),
    recall: (memory) =>
      tf.tidy(() =>
        handles.forEach((each, n) => {
          const part = memory.slice(n * kept.length, (n + 1) * kept.length);
          regrouped(part, kept, groups, variables).forEach((tensor, m) => write(each[m]!, tensor));
        }),
      ),
    dispose() {
      for (const handle of all.flatMap(({ weights, mean, square }) => [weights, mean, square])) {
        destroy(handle);
      }
    },
  };
}

function twinOf(members: Members, variables: tf.Variable[]): Moved {
  const shape = flatShape(variables, members);
  return { members, weights: resource(shape), mean: resource(shape, true), square: resource(shape, true) };
}

function hostNumber(make: () => number): tf.Scalar {
  return hostTensor<tf.Rank.R0>([], () => Float32Array.of(make()));
}
