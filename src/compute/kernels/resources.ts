import * as tf from '@tensorflow/tfjs-core';
import { runRawOp } from '../backend/rawOps.js';

/**
 * The name by which TensorFlow makes another variable every time. It keeps an operation for every name that it is given
 * as long as the process runs.
 */
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/** The handle of a variable of TensorFlow's own, zero on request. */
export function resource(shape: number[], zero = false): tf.Tensor {
  const names = { container: '', shared_name: anonymous };
  const handle = tf.keep(runRawOp('VarHandleOp', [], { ...names, shape: { shape } }, 1, ['dtype'])[0]!);
  if (zero) tf.tidy(() => write(handle, tf.zeros(shape)));
  return handle;
}

/** Its value. */
export function read(handle: tf.Tensor): tf.Tensor {
  return runRawOp('ReadVariableOp', [handle], {}, 1, ['dtype'])[0]!;
}

/** Gives it a value. */
export function write(handle: tf.Tensor, value: tf.Tensor): void {
  runRawOp('AssignVariableOp', [handle, value], {}, 0, ['dtype']);
}

/** Frees it. */
export function destroy(handle: tf.Tensor): void {
  runRawOp('DestroyResourceOp', [handle], { ignore_lookup_error: true }, 0, []);
  handle.dispose();
}
