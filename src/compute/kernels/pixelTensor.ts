import * as tf from '@tensorflow/tfjs-core';
import { isNative, nativeBackend } from '../backend/nativeBackend.js';

/**
 * Bytes as a float tensor. Native TensorFlow is given the bytes and widens them itself, on the device: a quarter of the numbers
 * to copy, and none to convert on this thread.
 *
 * @param bytes read before the function returns
 */
export function pixelTensor<S extends tf.Tensor>(bytes: Uint8Array, shape: number[]): S {
  if (!isNative()) return tf.tensor(new Float32Array(bytes), shape) as S;
  const native = nativeBackend();
  const { binding } = native;
  const id = binding.createTensor(shape, binding.TF_UINT8, bytes);
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE!, value });
  try {
    const types = [type('SrcT', binding.TF_UINT8), type('DstT', binding.TF_FLOAT)];
    const truncated = { name: 'Truncate', type: binding.TF_ATTR_BOOL!, value: false };
    const [floats] = binding.executeOp('Cast', [...types, truncated], [id], 1);
    return native.createOutputTensor(floats!) as S;
  } finally {
    binding.deleteTensor(id);
  }
}
