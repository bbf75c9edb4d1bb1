import * as tf from '@tensorflow/tfjs-core';
import { hostTensor } from '../compute/backend/hostValues.js';
import { isHandedWork, isNative } from '../compute/backend/nativeBackend.js';
import { adamUpdater, type AdamGroups, type AdamStep } from '../compute/kernels/adam.js';
import {
  assignParts,
  flatShape,
  joined,
  joinedGradients,
  membersOf,
  regrouped,
  withAlone,
} from '../compute/kernels/flatGroups.js';
import type { TrainingConfig } from './config.js';

/** Moves variables along their gradients. */
export interface Optimizer {
  /** Counts a step and sets its learning rate; called before each `step`, which may be repeated without its code. */
  begin(learningRate: number): void;
  /**
   * @param gradients in the order of the variables the optimizer was made for; a variable without one, which the step
   * did not use, stays as it is.
   */
  step(gradients: (tf.Tensor | undefined)[]): void;
  /** What it remembers between steps. The caller disposes of the tensors. */
  memory(): OptimizerMemory;
  /** Takes over what `memory` gave. */
  recall(memory: OptimizerMemory): void;
  dispose(): void;
}

export interface OptimizerMemory {
  /** Steps so far, where they count. */
  count: number;
  tensors: tf.Tensor[];
}

/**
 * Builds the configured optimizer; weight decay leaves vectors (biases, batch norm) alone.
 * @param isSteady promises that every variable has a gradient at every step.
 */
export function createOptimizer(
  config: TrainingConfig['optimizer'],
  variables: tf.Variable[],
  isSteady = false,
): Optimizer {
  return config.kind === 'adamW'
    ? adamW(variables, config.weightDecay, isSteady)
    : nesterov(variables, config.momentum, config.weightDecay, isSteady);
}

const decays = (variable: tf.Variable): boolean => variable.shape.length > 1;

/** On a processor variables of at most so many numbers are moved together: an operation costs more than copying them. */
const mostSmall = 2 ** 14;

/** Places of the variables of at most so many numbers, those that decay and those that do not. */
function together(variables: tf.Variable[], most: number): number[][] {
  const small = variables.flatMap((variable, n) => (variable.size <= most ? [n] : []));
  const [decaying, others] = [true, false].map((sort) => small.filter((n) => decays(variables[n]!) === sort));
  return [decaying!, others!].filter(({ length }) => length > 1);
}

/**
 * Variables that are moved as one: on a device that is handed its work all of them, so that the operations are a handful whatever
 * the network. What is remembered of them is laid out alike everywhere, so that a training goes on elsewhere.
 */
function groupsOf(variables: tf.Variable[], isSteady: boolean): AdamGroups {
  if (!isSteady) return {};
  const stored = isNative() ? together(variables, mostSmall) : [];
  return { stored, moved: isHandedWork() ? together(variables, Infinity) : stored };
}

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), beta 0.9 and 0.999. */
export function adamW(variables: tf.Variable[], weightDecay: number, isSteady = false): Optimizer {
  const updater = adamUpdater(variables, groupsOf(variables, isSteady));
  const numbers: AdamStep = { learningRate: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, count: 0, kept: [] };
  return {
    begin(learningRate) {
      numbers.count++;
      numbers.learningRate = learningRate;
      const kept = weightDecay > 0 ? 1 - learningRate * weightDecay : undefined;
      numbers.kept = variables.map((variable) => (decays(variable) ? kept : undefined));
    },
    step: (gradients) => updater.step(gradients, numbers),
    memory: () => ({ count: numbers.count, tensors: updater.memory() }),
    recall({ count, tensors }) {
      numbers.count = count;
      updater.recall(tensors);
    },
    dispose: () => updater.dispose(),
  };
}

/** Stochastic gradient descent with Nesterov momentum and L2 weight decay. */
export function nesterov(
  variables: tf.Variable[],
  momentum: number,
  weightDecay: number,
  isSteady = false,
): Optimizer {
  const alone = withAlone(variables.length, []);
  const all = withAlone(variables.length, isSteady && isHandedWork() ? together(variables, Infinity) : []);
  const velocities = all.map((members) =>
    tf.tidy(() => tf.variable(tf.zeros(flatShape(variables, members)), false)),
  );
  let rate = 0;
  return {
    begin: (learningRate) => void (rate = learningRate),
    step(gradients) {
      all.forEach((members, n) =>
        tf.tidy(() => {
          const plain = joinedGradients(gradients, variables, members);
          if (!plain) return;
          const own = membersOf(variables, members);
          const value = joined(own);
          const gradient = decays(own[0]!) ? tf.add(plain, tf.mul(value, weightDecay)) : plain;
          const velocity = tf.add(tf.mul(velocities[n]!, momentum), gradient);
          velocities[n]!.assign(velocity);
          const ahead = tf.add(gradient, tf.mul(velocity, momentum));
          const learningRate = hostTensor<tf.Rank.R0>([], () => Float32Array.of(rate));
          assignParts(tf.sub(value, tf.mul(ahead, learningRate)), variables, members);
        }),
      );
    },
    memory: () => ({
      count: 0,
      tensors: tf.tidy(() =>
        regrouped(velocities, all, alone, variables).map((velocity) => velocity.clone()),
      ),
    }),
    recall: ({ tensors }) =>
      tf.tidy(() =>
        regrouped(tensors, alone, all, variables).forEach((velocity, n) => velocities[n]!.assign(velocity)),
      ),
    dispose: () => tf.dispose(velocities),
  };
}
