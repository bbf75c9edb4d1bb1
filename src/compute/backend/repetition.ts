import * as tf from '@tensorflow/tfjs-core';
import { countAsHostTensors, noteHostValues, type HostNotes } from './hostValues.js';
import { nativeBackend, type TensorRecord } from './nativeBackend.js';
import type { StepSegment } from './stepSegment.js';
import type { TraceFunction } from './traceFunction.js';

/** A step that ran as one function. */
export interface WholeStep {
  segment: StepSegment;
  traced: TraceFunction;
}

/** Where an input of the function comes from: a tensor, or the n-th of those that the step is given or fills. */
type Source =
  | { from: 'tensor'; tensor: { dataId: object } }
  | { from: 'inputs'; place: number }
  | { from: 'host'; place: number };
/** What becomes of a result; `value` is what the step gives back. */
type Taker = tf.Variable | 'value' | 'nobody';

/** Runs a step, and learns to repeat it without its code where it runs as one function. */
export function learnRepetition(
  inputs: tf.Tensor[],
  step: () => tf.Scalar,
  wholeStep: () => WholeStep | undefined,
): { value: tf.Scalar; repetition?: Repetition } {
  const notes: HostNotes = { tensors: [], decisions: [] };
  const given = inputs.map(recordOf);
  countAsHostTensors(inputs);
  const before = variablesByRecord();
  const value = noteHostValues(notes, step);
  const whole = wholeStep();
  if (!whole) return { value };
  const { segment, traced } = whole;
  const sources = traced.inputs.map((number): Source | undefined => {
    const { record, dataId } = segment.tensor(number);
    const variable = before.get(record);
    if (variable) return { from: 'tensor', tensor: variable };
    const [input, filled] = [
      given.indexOf(record),
      notes.tensors.findIndex((note) => note.record === record),
    ];
    if (input >= 0) return { from: 'inputs', place: input };
    if (filled >= 0) return { from: 'host', place: filled };
    return isThere(dataId) ? { from: 'tensor', tensor: { dataId } } : undefined;
  });
  const after = variablesByRecord();
  const held = new Set(segment.heldResults());
  const takers = traced.results.map((number): Taker | undefined => {
    const { record } = segment.tensor(number);
    if (record === recordOf(value)) return 'value';
    return after.get(record) ?? (held.has(number) ? undefined : 'nobody');
  });
  const isWhole = sources.every(Boolean) && takers.every(Boolean) && takers.includes('value');
  if (!isWhole) return { value };
  const shapes = inputs.map(({ shape }) => shape);
  return { value, repetition: new Repetition(traced, shapes, notes, sources as Source[], takers as Taker[]) };
}

/** A step as its function: what comes from outside is made again, variables take their new values. */
export class Repetition {
  constructor(
    readonly traced: TraceFunction,
    private readonly shapes: number[][],
    private readonly notes: HostNotes,
    private readonly sources: Source[],
    private readonly takers: Taker[],
  ) {}

  /** Whether the step would run the same operations on these inputs. */
  fits(inputs: tf.Tensor[]): boolean {
    return (
      inputs.every(({ shape }, n) => tf.util.arraysEqual(shape, this.shapes[n]!)) &&
      this.notes.decisions.every(({ make, value }) => make() === value) &&
      this.sources.every((source) => source.from !== 'tensor' || isThere(source.tensor.dataId))
    );
  }

  run(inputs: tf.Tensor[]): tf.Scalar {
    const native = nativeBackend();
    const filled = this.notes.tensors.map(({ record, make }) =>
      native.binding.createTensor(record.shape, record.dtype, make()),
    );
    const handles = this.sources.map((source) => {
      if (source.from === 'host') return filled[source.place]!;
      if (source.from === 'inputs') return handleOf(inputs[source.place]!);
      return handleOf(source.tensor);
    });
    const results = this.traced.run(handles);
    for (const id of filled) native.binding.deleteTensor(id);
    let value: tf.Tensor | undefined;
    this.takers.forEach((taker, n) => {
      if (taker === 'nobody') return native.binding.deleteTensor(results[n]!.id);
      const tensor = native.createOutputTensor(results[n]!);
      if (taker === 'value') value = tensor;
      else {
        taker.assign(tensor);
        tensor.dispose();
      }
    });
    return value as tf.Scalar;
  }
}

function recordOf({ dataId }: { dataId: object }): TensorRecord {
  return nativeBackend().tensorMap.get(dataId);
}

function isThere(dataId: object): boolean {
  return nativeBackend().tensorMap.has(dataId);
}

/** The handle of a tensor, whose values go to TensorFlow if they have not yet. */
function handleOf(tensor: { dataId: object }): number {
  const record = recordOf(tensor);
  if (record.values !== null) {
    record.id = nativeBackend().binding.createTensor(record.shape, record.dtype, record.values);
    record.values = null;
  }
  return record.id;
}

/** All variables, by what the backend keeps of their present values. */
function variablesByRecord(): Map<TensorRecord, tf.Variable> {
  const { state } = tf.engine() as unknown as { state: { registeredVariables: Record<string, tf.Variable> } };
  const here = Object.values(state.registeredVariables).filter(({ dataId }) => isThere(dataId));
  return new Map(here.map((variable) => [recordOf(variable), variable]));
}
