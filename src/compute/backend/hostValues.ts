import * as tf from '@tensorflow/tfjs-core';
import { isNative, nativeBackend, type TensorRecord } from './nativeBackend.js';

type Numbers = Float32Array | Int32Array;

/** What a step took from outside TensorFlow, in its order. */
export interface HostNotes {
  /** Tensors that it filled, and how they are filled again. */
  tensors: { record: TensorRecord; make: () => Numbers }[];
  /** What decided which operations it ran. */
  decisions: { value: unknown; make: () => unknown }[];
}

let notes: HostNotes | undefined;
const filled = new WeakSet<TensorRecord>();

/** Calls a step and notes what it takes from outside. */
export function noteHostValues<Value>(into: HostNotes, step: () => Value): Value {
  notes = into;
  try {
    return step();
  } finally {
    notes = undefined;
  }
}

/** Whether a tensor came from `hostTensor` or is a step's input, so that its numbers are no constants. */
export function isHostTensor(record: TensorRecord): boolean {
  return filled.has(record);
}

/** Says of a step's inputs that they are others at every step, even where they look alike at first. */
export function countAsHostTensors(inputs: tf.Tensor[]): void {
  for (const { dataId } of inputs) filled.add(nativeBackend().tensorMap.get(dataId));
}

/**
 * A tensor with numbers that are made anew for every step of a loop; see `StepRunner.repeat`.
 *
 * @param make called at once, and for every step that is repeated. It has to look up whatever changes from step to step,
 * and to give a new array each time.
 */
export function hostTensor<Rank extends tf.Rank>(
  shape: tf.ShapeMap[Rank],
  make: () => Numbers,
): tf.Tensor<Rank> {
  const values = make();
  const tensor = tf.tensor<Rank>(values, shape, values instanceof Int32Array ? 'int32' : 'float32');
  if (isNative()) {
    const record = nativeBackend().tensorMap.get(tensor.dataId);
    filled.add(record);
    notes?.tensors.push({ record, make });
  }
  return tensor;
}

/** A value on which it depends what operations a step of a loop runs. `make` is asked before every step. */
export function hostDecision<Value extends string | number | boolean>(make: () => Value): Value {
  const value = make();
  notes?.decisions.push({ value, make });
  return value;
}
