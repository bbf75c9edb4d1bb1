import type * as tf from '@tensorflow/tfjs-core';
import { nativeBackend, type Attribute, type NativeBackend, type TensorRecord } from './nativeBackend.js';

/** Runs an operation at once. */
export type RunOperation = NativeBackend['executeMultipleOutputs'];

/** What is asked instead of the native backend. */
export interface Interceptor {
  execute(
    run: RunOperation,
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
  beforeRead(record: TensorRecord): void;
  beforeDisposal(record: TensorRecord): void;
  /** Called before something else uses tensors. */
  close(): void;
}

let active: Interceptor | undefined;
const prepared = new WeakSet<NativeBackend>();

/** Calls a function during which all that the native backend is asked for goes through the interceptor; the outermost counts. */
export function intercept<Value>(interceptor: Interceptor, call: () => Value): Value {
  if (active) return call();
  prepareOnce();
  active = interceptor;
  try {
    return call();
  } finally {
    active = undefined;
  }
}

/** Runs an operation, or has it run changed. */
export type Around = (run: RunOperation, ...call: Parameters<RunOperation>) => tf.Tensor[];

let around: Around | undefined;

/**
 * Puts a function around every operation that the native backend is asked for from here on, before any interceptor.
 * @returns a function that ends it.
 */
export function aroundOperations(change: Around): () => void {
  prepareOnce();
  around = change;
  return () => void (around = undefined);
}

/** Ends what an interrupt has cut short, so that everything that was asked for is there. */
export function endInterception(): void {
  const interrupted = active;
  active = undefined;
  interrupted?.close();
}

function prepareOnce(): void {
  const backend = nativeBackend();
  if (!prepared.has(backend)) prepare(backend);
  prepared.add(backend);
}

function prepare(backend: NativeBackend): void {
  const own: RunOperation = backend.executeMultipleOutputs.bind(backend);
  const run: RunOperation = (...call) => (active ? active.execute(own, ...call) : own(...call));
  const [readSync, disposeData] = [backend.readSync.bind(backend), backend.disposeData.bind(backend)];
  const runSavedModel = backend.runSavedModel.bind(backend);
  Object.assign(backend, {
    executeMultipleOutputs: (...call) => (around ? around(run, ...call) : run(...call)),
    executeSingleOutput: (...call) => backend.executeMultipleOutputs(...call, 1)[0]!,
    readSync(dataId) {
      if (active && backend.tensorMap.has(dataId)) active.beforeRead(backend.tensorMap.get(dataId));
      return readSync(dataId);
    },
    disposeData(dataId, force) {
      if (active && backend.tensorMap.has(dataId)) {
        const record = backend.tensorMap.get(dataId);
        if (force || record.refCount <= 1) active.beforeDisposal(record);
      }
      return disposeData(dataId, force);
    },
    runSavedModel(...call) {
      active?.close();
      return runSavedModel(...call);
    },
  } satisfies Partial<NativeBackend>);
}
