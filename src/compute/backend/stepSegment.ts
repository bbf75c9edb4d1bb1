import type * as tf from '@tensorflow/tfjs-core';
import { nativeBackend, type Attribute, type TensorMetadata, type TensorRecord } from './nativeBackend.js';
import type { TracedCall, TracedOperation } from './trace.js';
import type { TraceFunction } from './traceFunction.js';

/** A tensor of the step. */
interface Value {
  record: TensorRecord;
  dataId: object;
  /** Handle of what it held when the step met it; negative until there is one. */
  id: number;
  values: TensorRecord['values'];
  isResult: boolean;
}

/** The part of a step that runs as one: what its operations work on, from its first call until the results are there. */
export class StepSegment {
  private readonly values: Value[] = [];
  private readonly numbers = new Map<TensorRecord, number>();
  /** Handles that nobody needs once the operations have run. */
  private readonly spare: number[] = [];
  private readonly native = nativeBackend();

  /** A call in the numbers of this segment, whose new arguments it takes in. */
  call(name: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): TracedCall {
    const fresh: TracedCall['fresh'] = [];
    const numbered = inputs.map(({ dataId }, place) => {
      const record = this.native.tensorMap.get(dataId);
      const known = this.numbers.get(record);
      if (known !== undefined) return known;
      fresh.push({ record, place });
      return this.add(record, dataId, false);
    });
    return { name, attributes, inputs: numbered, fresh, outputs };
  }

  /** Takes in the results of a call. */
  addResults(tensors: tf.Tensor[]): TracedOperation['outputs'] {
    return tensors.map(({ dataId }) => {
      const record = this.native.tensorMap.get(dataId);
      this.add(record, dataId, true);
      return { shape: record.shape, dtype: record.dtype };
    });
  }

  /** Tensors for the results of a call that will run later. */
  promise({ outputs }: TracedOperation): tf.Tensor[] {
    const tensors = outputs.map(({ shape, dtype }) =>
      this.native.createOutputTensor({ id: -1, shape: shape.slice(), dtype }),
    );
    this.addResults(tensors);
    return tensors;
  }

  /** The tensor with a number. */
  tensor(number: number): { record: TensorRecord; dataId: object } {
    return this.values[number]!;
  }

  /** Whether a tensor came out of a call of this segment. */
  hasResult(record: TensorRecord): boolean {
    const number = this.numbers.get(record);
    return number !== undefined && this.values[number]!.isResult;
  }

  /** Keeps the handle of an argument that is disposed of before the calls have run. */
  release(record: TensorRecord): void {
    if (record.id < 0 || !this.numbers.has(record)) return;
    this.spare.push(record.id);
    record.id = -1;
  }

  /** Numbers of the results that somebody still holds. */
  heldResults(): number[] {
    return this.values.flatMap((value, number) => (value.isResult && this.isHeld(value) ? [number] : []));
  }

  /** Runs the promised calls as a function. */
  runFunction(traced: TraceFunction): void {
    const handles = traced.run(traced.inputs.map((number) => this.handle(number)));
    traced.results.forEach((number, n) => this.settle(number, handles[n]!));
    this.deleteSpare();
  }

  /** Runs the promised calls one by one. */
  runOperations(operations: TracedOperation[]): void {
    let number = 0;
    for (const { name, attributes, inputs, arguments: fresh, outputs } of operations) {
      number += fresh.length;
      const handles = inputs.map((input) => this.handle(input));
      for (const result of this.native.binding.executeOp(name, attributes, handles, outputs.length))
        this.settle(number++, result);
    }
    this.deleteSpare();
  }

  private add(record: TensorRecord, dataId: object, isResult: boolean): number {
    this.numbers.set(record, this.values.length);
    return this.values.push({ record, dataId, id: record.id, values: record.values, isResult }) - 1;
  }

  private isHeld({ dataId }: Value): boolean {
    return this.native.tensorMap.has(dataId);
  }

  private handle(number: number): number {
    const value = this.values[number]!;
    if (value.id < 0) {
      const { shape, dtype } = value.record;
      value.id = this.native.binding.createTensor(shape, dtype, value.values!);
      this.hand(value);
      value.record.values = null;
    }
    return value.id;
  }

  private settle(number: number, { id }: TensorMetadata): void {
    const value = this.values[number]!;
    value.id = id;
    this.hand(value);
  }

  /** Gives a tensor its handle, or marks it as spare. */
  private hand(value: Value): void {
    if (this.isHeld(value)) value.record.id = value.id;
    else this.spare.push(value.id);
  }

  private deleteSpare(): void {
    for (const id of this.spare.splice(0)) this.native.binding.deleteTensor(id);
  }
}
