import { Float16Array } from '@petamoriken/float16';
import { RetrievalError } from '../errors.js';
import { float16ToFloat32 } from '../vectors/formats/float16.js';
import type { KernelStep } from './plan.js';
import type { WeightPrecision } from './weightPrecisions.js';

/** A kernel as a file holds it. Its output channel is the last axis (once a depthwise multiplier of 1 is left out). */
export type EncodedKernel =
  | { precision: 'float32'; values: Float32Array }
  /** Bits of half-precision numbers. */
  | { precision: 'float16'; values: Uint16Array }
  /** The kernel is `values * scales[channel]`; values lie in -127..127. */
  | { precision: 'int8'; values: Int8Array; scales: Float32Array };

const largestInteger = 127;
/** Channels of smaller weights become zero, so that no scale is rounded to zero. */
const smallestWeight = 1e-30;
/** Rounded to half precision, this is infinite. */
const beyondHalves = 65520;

/** Encodes the kernel of a step; throws as `encodeKernel`. */
export function encodeStep(step: KernelStep, weights: WeightPrecision): EncodedKernel {
  const precision = weights === 'int8' && step.isSensitive ? 'float16' : weights;
  return encodeKernel(step.kernel, step.bias.length, precision, step.name);
}

/** The numbers that a runtime computes with. */
export function decodeKernel(kernel: EncodedKernel): Float32Array {
  switch (kernel.precision) {
    case 'float32':
      return kernel.values;
    case 'float16':
      return float16ToFloat32(kernel.values);
    case 'int8': {
      const { values, scales } = kernel;
      return Float32Array.from(values, (value, at) => value * scales[at % scales.length]!);
    }
  }
}

/**
 * Encodes a kernel.
 * @param outputs number of output channels, the last axis
 * @throws RetrievalError for weights that are not finite, or too large for float16.
 */
export function encodeKernel(
  kernel: Float32Array,
  outputs: number,
  precision: WeightPrecision,
  name: string,
): EncodedKernel {
  checkFinite(kernel, name, precision);
  switch (precision) {
    case 'float32':
      return { precision, values: kernel };
    case 'float16': {
      const halves = new Float16Array(kernel);
      checkFinite(halves, name, precision);
      return { precision, values: new Uint16Array(halves.buffer) };
    }
    case 'int8':
      return { precision, ...quantise(kernel, outputs) };
  }
}

/** Whether float16 can hold all weights of a kernel. */
export function fitsFloat16(kernel: Float32Array): boolean {
  return kernel.every((weight) => Math.abs(weight) < beyondHalves);
}

/** Symmetric per output channel: the largest weight of each channel becomes +-127. */
function quantise(kernel: Float32Array, outputs: number): { values: Int8Array; scales: Float32Array } {
  const largest = new Float32Array(outputs);
  kernel.forEach((weight, at) => {
    largest[at % outputs] = Math.max(largest[at % outputs]!, Math.abs(weight));
  });
  const scales = largest.map((weight) => (weight > smallestWeight ? weight / largestInteger : 1));
  const values = Int8Array.from(kernel, (weight, at) => Math.round(weight / scales[at % outputs]!));
  return { values, scales };
}

function checkFinite(values: ArrayLike<number>, name: string, precision: WeightPrecision): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    throw new RetrievalError({
      what: `A weight cannot be written as ${precision}`,
      where: `${name}, weight ${at}`,
      expected: precision === 'float16' ? `a magnitude under ${beyondHalves}` : 'a finite number',
      found: String(values[at]),
      fix: precision === 'float16' ? 'export with float32 or int8' : 'train the query model again',
    });
  }
}
