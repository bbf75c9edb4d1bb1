import * as tf from '@tensorflow/tfjs';
import type { TrainingConfig } from './config.js';

/** Moves variables along their gradients. */
export interface Optimizer {
  /** @param gradients in the order of the variables the optimizer was made for. */
  step(gradients: tf.Tensor[], learningRate: number): void;
  dispose(): void;
}

/** Builds the configured optimizer; weight decay leaves vectors (biases, batch norm) alone. */
export function createOptimizer(config: TrainingConfig['optimizer'], variables: tf.Variable[]): Optimizer {
  return config.kind === 'adamW'
    ? adamW(variables, config.weightDecay)
    : nesterov(variables, config.momentum, config.weightDecay);
}

/** The optimizer's memory: one untrained variable of zeros for each variable. */
const zerosLikeAll = (variables: tf.Variable[]): tf.Variable[] =>
  tf.tidy(() => variables.map((v) => tf.variable(tf.zerosLike(v), false)));

const decays = (variable: tf.Variable): boolean => variable.shape.length > 1;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), beta 0.9 and 0.999. */
export function adamW(variables: tf.Variable[], weightDecay: number): Optimizer {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const means = zerosLikeAll(variables);
  const squares = zerosLikeAll(variables);
  let steps = 0;
  return {
    step(gradients, learningRate) {
      steps++;
      const rate = (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
      const epsilonNow = epsilon * Math.sqrt(1 - beta2 ** steps);
      variables.forEach((variable, n) =>
        tf.tidy(() => {
          const gradient = gradients[n]!;
          const mean = tf.add(tf.mul(means[n]!, beta1), tf.mul(gradient, 1 - beta1));
          const square = tf.add(tf.mul(squares[n]!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
          const kept = decays(variable) ? tf.mul(variable, 1 - learningRate * weightDecay) : variable;
          const move = tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), epsilonNow));
          means[n]!.assign(mean);
          squares[n]!.assign(square);
          variable.assign(tf.sub(kept, move));
        }),
      );
    },
    dispose: () => tf.dispose([...means, ...squares]),
  };
}

/** Stochastic gradient descent with Nesterov momentum and L2 weight decay. */
export function nesterov(variables: tf.Variable[], momentum: number, weightDecay: number): Optimizer {
  const velocities = zerosLikeAll(variables);
  return {
    step(gradients, learningRate) {
      variables.forEach((variable, n) =>
        tf.tidy(() => {
          const plain = gradients[n]!;
          const gradient = decays(variable) ? tf.add(plain, tf.mul(variable, weightDecay)) : plain;
          const velocity = tf.add(tf.mul(velocities[n]!, momentum), gradient);
          velocities[n]!.assign(velocity);
          const ahead = tf.add(gradient, tf.mul(velocity, momentum));
          variable.assign(tf.sub(variable, tf.mul(ahead, learningRate)));
        }),
      );
    },
    dispose: () => tf.dispose(velocities),
  };
}
