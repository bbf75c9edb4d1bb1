import * as tf from '@tensorflow/tfjs-core';

/** What TensorFlow.js's Adam remembers, which it does not tell. */
interface Remembered {
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: { originalName: string; variable: tf.Variable }[];
  accumulatedSecondMoment: { originalName: string; variable: tf.Variable }[];
}

/**
 * TensorFlow.js's Adam for a fixed list of variables, with all that it remembers at hand: its own way of saving rounds the
 * powers of beta anew, so that it does not go on to the last bit.
 *
 * @returns `memory`: variables in a fixed order, disposed of with the optimizer.
 */
export function rememberedAdam(
  learningRate: number,
  variables: readonly tf.Variable[],
): { optimizer: tf.AdamOptimizer; memory: tf.Variable[] } {
  const optimizer = tf.train.adam(learningRate);
  const remembered = optimizer as unknown as Remembered;
  // As its first step would make them.
  const moments = (suffix: string) =>
    variables.map((variable) => ({
      originalName: `${variable.name}/${suffix}`,
      variable: tf.tidy(() => tf.zerosLike(variable).variable(false)),
    }));
  remembered.accumulatedFirstMoment = moments('m');
  remembered.accumulatedSecondMoment = moments('v');
  const { accBeta1, accBeta2, accumulatedFirstMoment, accumulatedSecondMoment } = remembered;
  const memory = [...accumulatedFirstMoment, ...accumulatedSecondMoment].map(({ variable }) => variable);
  return { optimizer, memory: [accBeta1, accBeta2, ...memory] };
}
