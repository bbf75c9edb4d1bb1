import * as tf from '@tensorflow/tfjs-core';

/** An attribute of an operation, as the binding takes it. */
export interface Attribute {
  name: string;
  /** One of the binding's `TF_ATTR_` numbers. */
  type: number;
  value: unknown;
}

/** What the binding tells of a tensor. */
export interface TensorMetadata {
  id: number;
  shape: number[];
  /** TensorFlow's number of the type. */
  dtype: number;
}

/** What the backend keeps of a tensor. */
export interface TensorRecord extends TensorMetadata {
  /** Values that no operation has asked for yet; `id` is negative until one does. */
  values: Float32Array | Int32Array | Uint8Array | Uint8Array[] | null;
  /** Tensors that share it. */
  refCount: number;
}

/** The compiled part of the native backend; our set-up builds it with the methods that may be missing. */
export interface NativeBinding {
  readonly [number: `TF_ATTR_${string}`]: number;
  readonly TF_FLOAT: number;
  readonly TF_UINT8: number;
  readonly TF_Version: string;
  createTensor(shape: number[], dtype: number, values: NonNullable<TensorRecord['values']>): number;
  deleteTensor(id: number): void;
  executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): TensorMetadata[];
  loadSavedModel(folder: string, tag: string): number;
  deleteSavedModel(id: number): void;
  addFunction?(
    name: string,
    graph: Uint8Array,
    inputs: string[],
    outputs: string[],
    effects: string[],
    compiled: boolean,
  ): void;
  removeFunction?(name: string): void;
  allowTf32?(allowed: boolean): void;
  /** Undefined where no card computes. */
  cardMemory?(): { bytes: number; unusedBytes: number } | undefined;
}

/** The native backend as far as it is used beyond TensorFlow.js's own interface. */
export interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: NativeBinding;
  readonly tensorMap: { get(dataId: object): TensorRecord; has(dataId: object): boolean };
  executeSingleOutput(name: string, attributes: Attribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  readSync(dataId: object): unknown;
  disposeData(dataId: object, force?: boolean): boolean;
  runSavedModel(id: number, inputs: tf.Tensor[], names: { name: string }[], outputs: string[]): tf.Tensor[];
}

/** Whether TensorFlow computes, and raw operations can be run. */
export function isNative(): boolean {
  return tf.getBackend() === 'tensorflow';
}

/**
 * Whether a device computes that is handed its work operation by operation, so that their number counts for more than what is
 * copied: a GPU, natively or by WebGPU.
 */
export function isHandedWork(): boolean {
  return tf.getBackend() === 'webgpu' || (isNative() && nativeBackend().isUsingGpuDevice);
}

export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}
