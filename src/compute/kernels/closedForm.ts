import * as tf from '@tensorflow/tfjs-core';

/** `tf.customGrad` for one differentiable input, with types that can be read. */
export function withGradient<Input extends tf.Tensor, Output extends tf.Tensor>(
  input: Input,
  compute: (
    x: Input,
    save: (tensors: tf.Tensor[]) => void,
  ) => { value: Output; gradFunc: (dy: Output, saved: tf.Tensor[]) => tf.Tensor },
): Output {
  return tf.customGrad(compute as unknown as Parameters<typeof tf.customGrad>[0])(input) as Output;
}

/** A scalar function whose gradient is found on the way forward: only the gradient is kept for the way back. */
export function withSlope<Input extends tf.Tensor>(
  input: Input,
  compute: (x: Input) => { value: tf.Tensor; slope: tf.Tensor },
): tf.Scalar {
  return withGradient(input, (x, save) => {
    const { value, slope } = tf.tidy(() => compute(x));
    save([slope]);
    return { value: value as tf.Scalar, gradFunc: (dy, [saved]) => tf.mul(saved!, dy) };
  });
}
