import * as tf from '@tensorflow/tfjs-core';
import { nativeBackend } from '../backend/nativeBackend.js';

/**
 * Replaces two kernels of the native backend that hand float numbers to operations which want them on the host: a GPU would
 * have to give each of them back, and a step to wait for it.
 */
export function useHostArguments(): void {
  useZeroPadding();
  useHostRange();
}

/** Padding with zeros by the operation that pads with nothing else. */
function useZeroPadding(): void {
  const padWithAnything = tf.getKernel('PadV2', 'tensorflow').kernelFunc;
  replaceKernel('PadV2', (given) => {
    const { paddings, constantValue } = given.attrs as {
      paddings: [number, number][];
      constantValue: number;
    };
    if (constantValue !== 0) return padWithAnything(given);
    const { x } = given.inputs as { x: tf.Tensor };
    const native = nativeBackend();
    const { binding, tensorMap } = native;
    const sizes = tf.tensor2d(paddings, [paddings.length, 2], 'int32');
    const typeOf = (name: string, { dataId }: tf.Tensor) => {
      return { name, type: binding.TF_ATTR_TYPE!, value: tensorMap.get(dataId).dtype };
    };
    const padded = native.executeSingleOutput(
      'Pad',
      [typeOf('T', x), typeOf('Tpaddings', sizes)],
      [x, sizes],
    );
    sizes.dispose();
    return padded;
  });
}

/** Rising floats from the host, where all of them are known. */
function useHostRange(): void {
  const rangeOfAnything = tf.getKernel('Range', 'tensorflow').kernelFunc;
  replaceKernel('Range', (given) => {
    const { start, stop, step, dtype } = given.attrs as Record<'start' | 'stop' | 'step', number> & {
      dtype: string;
    };
    if (dtype !== 'float32' || !(step > 0 && stop > start)) return rangeOfAnything(given);
    const length = Math.ceil((stop - start) / step);
    return tf.tensor1d(Float32Array.from({ length }, (_, n) => start + n * step));
  });
}

function replaceKernel(kernelName: string, kernelFunc: tf.KernelFunc): void {
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({ kernelName, backendName: 'tensorflow', kernelFunc });
}
