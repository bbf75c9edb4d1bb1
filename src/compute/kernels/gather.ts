import * as tf from '@tensorflow/tfjs-core';
import { nativeBackend } from '../backend/nativeBackend.js';

/**
 * Replaces the native backend's gathering of rows, which reads all row numbers back to check them, by TensorFlow's own
 * operation, which checks them on the processor itself and on a GPU gives zeros for rows that are not there.
 */
export function useNativeGather(): void {
  tf.unregisterKernel('GatherV2', 'tensorflow');
  tf.registerKernel({
    kernelName: 'GatherV2',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, indices } = inputs as { x: tf.Tensor; indices: tf.Tensor };
      const { axis, batchDims } = attrs as { axis: number; batchDims: number };
      const native = nativeBackend();
      const { binding, tensorMap } = native;
      const typeOf = (name: string, of: tf.Tensor) => {
        return { name, type: binding.TF_ATTR_TYPE!, value: tensorMap.get(of.dataId).dtype };
      };
      const axisTensor = tf.scalar(axis, 'int32');
      const types = [typeOf('Tparams', x), typeOf('Tindices', indices), typeOf('Taxis', axisTensor)];
      const batch = { name: 'batch_dims', type: binding.TF_ATTR_INT!, value: batchDims };
      const gathered = native.executeSingleOutput('GatherV2', [batch, ...types], [x, indices, axisTensor]);
      axisTensor.dispose();
      return gathered;
    },
  });
}
