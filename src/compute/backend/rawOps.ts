import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
import { isNative, nativeBackend } from './nativeBackend.js';

/** Attribute values by name; a number is a float attribute. */
export type Attributes = Record<
  string,
  number | string | boolean | { shape: number[] } | { integers: number[] }
>;

/**
 * Runs a TensorFlow operation on float tensors. Only on the native backend, and without a gradient of its own.
 *
 * @param outputs how many tensors the operation gives back.
 * @param types names of the operation's type attributes, all float.
 * @throws RetrievalError on another backend; Error naming an operation that TensorFlow does not know.
 */
export function runRawOp(
  name: string,
  inputs: tf.Tensor[],
  attributes: Attributes = {},
  outputs = 1,
  types: string[] = ['T'],
): tf.Tensor[] {
  if (!isNative()) {
    throw new RetrievalError({
      what: 'A raw TensorFlow operation needs the native backend',
      where: name,
      found: `the backend ${tf.getBackend()}`,
      fix: 'call the kernel that has a plain form beside the raw one; `npx asym doctor` says what native TensorFlow needs',
    });
  }
  const native = nativeBackend();
  const { binding } = native;
  const typed = Object.entries(attributes).map(([key, attribute]) => {
    const [kind, value] = kindAndValue(attribute);
    return { name: key, type: binding[`TF_ATTR_${kind}`]!, value };
  });
  const floats = types.map((key) => ({ name: key, type: binding.TF_ATTR_TYPE!, value: binding.TF_FLOAT }));
  return native.executeMultipleOutputs(name, [...floats, ...typed], inputs, outputs);
}

function kindAndValue(attribute: Attributes[string]): [kind: string, value: unknown] {
  if (typeof attribute === 'object')
    return 'shape' in attribute ? ['SHAPE', attribute.shape] : ['INT', attribute.integers];
  return [
    typeof attribute === 'number' ? 'FLOAT' : typeof attribute === 'string' ? 'STRING' : 'BOOL',
    attribute,
  ];
}
