import * as tf from '@tensorflow/tfjs-core';
import type { RandomState } from '../base/randomSource.js';
import { decodeTensors } from '../vectors/formats/decodeTensors.js';
import { encodeTensors, type HostTensor } from '../vectors/formats/encodeSafetensors.js';

/** What a checkpoint holds of one part of a training. */
export interface PartState {
  tensors: HostTensor[];
  /** What JSON can hold. */
  values?: unknown;
}

/** A part of a training that goes on where it was. */
export interface CheckpointPart {
  save(): PartState | Promise<PartState>;
  load(state: PartState): void;
}

/** Where a training is: before batch `batch` of epoch `epoch`. */
export interface TrainingPosition {
  /** 1-based. */
  epoch: number;
  /** 0-based. */
  batch: number;
  /** The random source of the batches at the start of the epoch. */
  order: RandomState;
}

/** The state of a training between two steps. */
export interface TrainingCheckpoint {
  /** Steps that are done. */
  step: number;
  position: TrainingPosition;
  /** The random source of what the model draws. */
  noise: RandomState;
  /** What the training took so far. */
  spent: { seconds: number; images: number };
  parts: Record<string, PartState>;
}

const tensorFile = 'tensors.safetensors';
const stateFile = 'state.json';

/**
 * The files of a checkpoint by name.
 * @param run what tells which training it belongs to.
 */
export function checkpointFiles<Run>(
  { parts, ...state }: TrainingCheckpoint,
  run: Run,
): Map<string, string | Uint8Array> {
  const tensors = Object.entries(parts).flatMap(([part, state]) =>
    state.tensors.map((tensor, n): [string, HostTensor] => [`${part}/${n}`, tensor]),
  );
  const values = Object.fromEntries(
    Object.entries(parts).map(([part, { values }]) => [part, values ?? null]),
  );
  return new Map<string, string | Uint8Array>([
    [tensorFile, encodeTensors(new Map(tensors))],
    [stateFile, JSON.stringify({ run, ...state, values })],
  ]);
}

/**
 * Undoes `checkpointFiles`.
 * @throws when the files are no checkpoint.
 */
export function readCheckpoint<Run>(files: ReadonlyMap<string, Buffer>): {
  run: Run;
  checkpoint: TrainingCheckpoint;
} {
  const { run, values, ...state } = JSON.parse(files.get(stateFile)!.toString()) as {
    run: Run;
    values: Record<string, unknown>;
  } & Omit<TrainingCheckpoint, 'parts'>;
  const parts: TrainingCheckpoint['parts'] = {};
  for (const [part, value] of Object.entries(values)) parts[part] = { tensors: [], values: value };
  for (const [name, tensor] of decodeTensors(files.get(tensorFile)!, tensorFile)) {
    parts[name.slice(0, name.lastIndexOf('/'))]!.tensors.push(tensor);
  }
  return { run, checkpoint: { ...state, parts } };
}

/** The numbers of tensors as they are now. */
export function fromDevice(tensors: readonly tf.Tensor[]): Promise<HostTensor[]> {
  // Values that were never on a device are the tensor's own, not a copy.
  const read = async ({ shape }: tf.Tensor, data: Promise<tf.TypedArray>): Promise<HostTensor> => ({
    shape,
    data: (await data).slice() as HostTensor['data'],
  });
  return Promise.all(tensors.map((tensor) => read(tensor, tensor.data())));
}

export function toDevice({ data, shape }: HostTensor): tf.Tensor {
  return tf.tensor(data, [...shape], data instanceof Float32Array ? 'float32' : 'int32');
}

/** Variables, in a fixed order. */
export function variablesPart(variables: readonly tf.Variable[]): CheckpointPart {
  return {
    save: async () => ({ tensors: await fromDevice(variables) }),
    load: ({ tensors }) =>
      tf.tidy(() => variables.forEach((variable, n) => variable.assign(toDevice(tensors[n]!)))),
  };
}
