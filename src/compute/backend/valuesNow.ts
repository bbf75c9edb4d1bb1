import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';

/** Who asks for values, and what else there is. */
interface Asker {
  where: string;
  fix: string;
}

/**
 * A tensor's values on the spot, for code that cannot wait.
 * @throws RetrievalError on WebGPU outside a browser, which gives them later only.
 */
export function valuesNow(tensor: tf.Tensor, { where, fix }: Asker): Float32Array {
  // In a page the backend draws them on a canvas.
  if (tf.getBackend() === 'webgpu' && !('OffscreenCanvas' in globalThis)) {
    throw new RetrievalError({
      what: 'The backend does not give values on the spot',
      where,
      expected: 'native TensorFlow, or plain JavaScript',
      found: 'webgpu',
      fix,
      kind: 'usage',
    });
  }
  return tensor.dataSync<'float32'>();
}
