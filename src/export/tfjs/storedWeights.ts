import type { EncodedKernel } from '../kernelEncoding.js';

/** One tensor in the weights file of a TensorFlow.js model. */
export interface StoredWeight {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32';
  values: Float32Array | Int32Array | Uint16Array | Uint8Array;
  /** How the loader widens the stored numbers: `value * scale + min`, or half precision. */
  quantization?: { dtype: 'float16' | 'uint8'; original_dtype: 'float32'; scale?: number; min?: number };
}

/** A kernel for the weights file, and what each output channel is multiplied by behind it. */
export interface StoredKernel {
  weight: StoredWeight;
  /** `[outputs]`, each at most 1; only for int8, whose manifest knows one scale per tensor. */
  channelFactors?: Float32Array;
}

/** Writes an encoded kernel in the terms of the manifest. */
export function storeKernel(name: string, shape: number[], kernel: EncodedKernel): StoredKernel {
  const weight = { name, shape, dtype: 'float32' } as const;
  switch (kernel.precision) {
    case 'float32':
      return { weight: { ...weight, values: kernel.values } };
    case 'float16': {
      const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
      return { weight: { ...weight, values: kernel.values, quantization } };
    }
    case 'int8': {
      const scale = kernel.scales.reduce((largest, value) => Math.max(largest, value), 0);
      const values = Uint8Array.from(kernel.values, (value) => value + zeroPoint);
      const min = -zeroPoint * scale;
      return {
        weight: {
          ...weight,
          values,
          quantization: { dtype: 'uint8', original_dtype: 'float32', scale, min },
        },
        channelFactors: kernel.scales.map((own) => own / scale),
      };
    }
  }
}

const zeroPoint = 127;
