import * as tf from '@tensorflow/tfjs';

/** The part of the native backend that runs any TensorFlow operation by its name. */
export interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Record<`TF_ATTR_${string}` | 'TF_FLOAT', number> & { TF_Version: string };
  executeSingleOutput(name: string, attributes: Attribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

/** Whether raw TensorFlow operations can be run. */
export function isNative(): boolean {
  return tf.getBackend() === 'tensorflow';
}

export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** Attribute values by name; a number is a float attribute. */
export type Attributes = Record<string, number | string | boolean>;

/**
 * Runs a TensorFlow operation on float tensors. Only on the native backend, and without a gradient of its own.
 *
 * @param outputs how many tensors the operation gives back.
 * @param types names of the operation's type attributes, all float.
 */
export function runRawOp(
  name: string,
  inputs: tf.Tensor[],
  attributes: Attributes = {},
  outputs = 1,
  types: string[] = ['T'],
): tf.Tensor[] {
  const native = nativeBackend();
  const { binding } = native;
  const typed = Object.entries(attributes).map(([key, value]) => {
    const kind = typeof value === 'number' ? 'FLOAT' : typeof value === 'string' ? 'STRING' : 'BOOL';
    return { name: key, type: binding[`TF_ATTR_${kind}`]!, value };
  });
  const floats = types.map((key) => ({ name: key, type: binding.TF_ATTR_TYPE!, value: binding.TF_FLOAT }));
  return native.executeMultipleOutputs(name, [...floats, ...typed], inputs, outputs);
}
