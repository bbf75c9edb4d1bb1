import type * as tf from '@tensorflow/tfjs-core';
import { intercept, type Interceptor, type RunOperation } from './intercept.js';
import type { FunctionOptions } from './graphFunction.js';
import { tensorTypes } from './graphFormat.js';
import { nativeBackend, type Attribute, type TensorRecord } from './nativeBackend.js';
import { learnRepetition, type Repetition, type WholeStep } from './repetition.js';
import { StepSegment } from './stepSegment.js';
import {
  describeArguments,
  forgetChanged,
  isSameCall,
  untraceable,
  type TracedCall,
  type TracedOperation,
} from './trace.js';
import { traceFunction, type TraceFunction } from './traceFunction.js';

/** Operations that ran in this order once, up to the end of a step or to the reading of a value. */
interface Trace {
  operations: TracedOperation[];
  function?: TraceFunction | undefined;
  /** Why TensorFlow does not take it as a function. */
  refusal?: unknown;
}

/** A loop whose steps differ more often than this gets functions for the latest only. */
const mostTraces = 32;

/**
 * Follows what a step does against what steps did before. As long as it is the same, nothing is computed; at the end the
 * function of the whole is called. Where it is not, what was put off is made up for, and the rest is noted as it runs.
 */
export class TracingRunner implements Interceptor {
  readonly counts = { asFunction: 0, repeated: 0, byOperation: 0 };
  /** The latest first. */
  private readonly traces: Trace[] = [];
  private segment = new StepSegment();
  /** The trace that is being followed, and how many of its operations are put off. */
  private followed: Trace | undefined;
  private putOff = 0;
  /** Operations that have run because no trace goes on with them. */
  private noted: TracedOperation[] | undefined;
  /** The parts in which the step has run so far; undefined where operation by operation. */
  private parts: (WholeStep | undefined)[] = [];
  /** The latest first. */
  private repetitions: Repetition[] = [];
  constructor(private readonly options: FunctionOptions = {}) {}

  run<Value>(step: () => Value): Value {
    return intercept(this, () => {
      try {
        return step();
      } finally {
        this.close();
      }
    });
  }

  repeat(step: () => tf.Scalar, inputs: tf.Tensor[]): tf.Scalar {
    const known = this.repetitions.find((repetition) => repetition.fits(inputs));
    if (known) {
      this.counts.asFunction++;
      this.counts.repeated++;
      return known.run(inputs);
    }
    this.parts = [];
    const wholeStep = (): WholeStep | undefined => (this.parts.length === 1 ? this.parts[0] : undefined);
    const { value, repetition } = learnRepetition(inputs, () => this.run(step), wholeStep);
    if (repetition) this.repetitions = [repetition, ...this.repetitions.slice(0, mostTraces - 1)];
    return value;
  }

  dispose(): void {
    for (const trace of this.traces.splice(0)) this.discard(trace);
  }

  execute(run: RunOperation, name: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number) {
    if (untraceable.test(name) || inputs.some(isUntraceable)) {
      this.close();
      return run(name, attributes, inputs, outputs);
    }
    const call = this.segment.call(name, attributes, inputs, outputs);
    const operation = this.noted ? undefined : this.follow(call);
    if (operation) {
      forgetChanged(operation, call);
      return this.segment.promise(operation);
    }
    this.noted ??= this.makeUp();
    const operands = describeArguments(call);
    const results = run(name, attributes, inputs, outputs);
    const described = this.segment.addResults(results);
    this.noted.push({ name, attributes, inputs: call.inputs, arguments: operands, outputs: described });
    return results;
  }

  beforeRead(record: TensorRecord): void {
    if (this.segment.hasResult(record)) this.close();
  }

  beforeDisposal(record: TensorRecord): void {
    if (this.putOff > 0) this.segment.release(record);
  }

  /** Ends a part of a step: everything that was asked for has been computed after it. */
  close(): void {
    const { segment, noted, putOff } = this;
    if (!noted && putOff === 0) return;
    const trace = noted ? { operations: noted } : this.wholeTrace();
    this.segment = new StepSegment();
    this.noted = undefined;
    this.putOff = 0;
    this.remember(trace);
    const traced = noted ? undefined : this.runTrace(trace, segment);
    this.counts[traced ? 'asFunction' : 'byOperation']++;
    this.parts.push(traced && { segment, traced });
  }

  /** The next operation of a trace that has begun like this segment and goes on with the call. */
  private follow(call: TracedCall): TracedOperation | undefined {
    const at = this.putOff;
    const goesOn = ({ operations }: Trace): boolean =>
      operations.length > at && isSameCall(operations[at]!, call);
    if (at === 0 || !goesOn(this.followed!)) {
      const other = this.traces.find((trace) => this.beginsAlike(trace) && goesOn(trace));
      if (!other) return undefined;
      this.followed = other;
    }
    this.putOff++;
    return this.followed!.operations[at];
  }

  /** Traces that part later share the operations before. */
  private beginsAlike({ operations }: Trace): boolean {
    const last = this.putOff - 1;
    return last < 0 || operations[last] === this.followed!.operations[last];
  }

  /** Runs what was put off, one by one. */
  private makeUp(): TracedOperation[] {
    const operations = this.putOff === 0 ? [] : this.followed!.operations.slice(0, this.putOff);
    this.putOff = 0;
    this.segment.runOperations(operations);
    return operations;
  }

  /** The trace of exactly what was put off. */
  private wholeTrace(): Trace {
    const isWhole = (trace: Trace): boolean =>
      trace.operations.length === this.putOff && this.beginsAlike(trace);
    return this.traces.find(isWhole) ?? { operations: this.followed!.operations.slice(0, this.putOff) };
  }

  private remember(trace: Trace): void {
    const known = this.traces.indexOf(trace);
    if (known >= 0) this.traces.splice(known, 1);
    this.traces.unshift(trace);
    for (const old of this.traces.splice(mostTraces)) this.discard(old);
  }

  private runTrace(trace: Trace, segment: StepSegment): TraceFunction | undefined {
    const traced = this.functionOf(trace, segment.heldResults());
    if (traced) segment.runFunction(traced);
    else segment.runOperations(trace.operations);
    return traced;
  }

  private functionOf(trace: Trace, held: number[]): TraceFunction | undefined {
    if (trace.refusal) return undefined;
    const known = trace.function;
    const gives = new Set(known?.results);
    const isSame =
      held.every((number) => gives.has(number)) && known?.constants.every(({ constant }) => constant);
    if (known && isSame) return known;
    this.discard(trace);
    try {
      trace.function = traceFunction(trace.operations, [...new Set([...gives, ...held])], this.options);
    } catch (error) {
      trace.refusal = error;
      console.warn(
        `SLOW: a step runs operation by operation, because TensorFlow refuses it: ${String(error)}`,
      );
    }
    return trace.function;
  }

  private discard(trace: Trace): void {
    const { function: traced } = trace;
    trace.function = undefined;
    this.repetitions = this.repetitions.filter((repetition) => repetition.traced !== traced);
    traced?.dispose();
  }
}

/** Texts, and numbers that are no tensors. TensorFlow.js takes handles of variables for texts too. */
function isUntraceable(tensor: tf.Tensor): boolean {
  if (!('dataId' in tensor)) return true;
  return (
    tensor.dtype === 'string' && nativeBackend().tensorMap.get(tensor.dataId).dtype === tensorTypes.string
  );
}
