import { tensorTypes } from './graphFormat.js';
import { isHostTensor } from './hostValues.js';
import type { Attribute, TensorMetadata, TensorRecord } from './nativeBackend.js';

/** A call of an operation. Tensors are numbered in the order in which they appear in the step. */
export interface TracedCall {
  name: string;
  attributes: Attribute[];
  /** Numbers of the tensors that go in. */
  inputs: number[];
  /** Those of the inputs that come from outside the step and have not been seen before, with their place. */
  fresh: { record: TensorRecord; place: number }[];
  /** How many tensors come out; they take the next numbers. */
  outputs: number;
}

/** A tensor that comes from outside the step. */
export interface Argument {
  shape: number[];
  dtype: number;
  /** The bytes that it has held so far; missing where it has changed, is long or was never seen. */
  constant?: Uint8Array | undefined;
  /** Whether it gives the shape of a result, so that other values belong to another trace. */
  isStructure: boolean;
}

/** An operation as it ran once. */
export interface TracedOperation {
  name: string;
  attributes: Attribute[];
  inputs: number[];
  /** Of the inputs that appear here first. */
  arguments: Argument[];
  outputs: Pick<TensorMetadata, 'shape' | 'dtype'>[];
}

/** Longer arguments are not taken for constants. */
const mostConstantBytes = 2 ** 20;
/** No shape, axis or size of an operation has more entries. */
const mostStructureEntries = 16;
/** Operations that take whole numbers as data, with the place among their inputs. */
const dataPlaces: Partial<Record<string, number>> = {
  Cast: 0,
  GatherV2: 1,
  OneHot: 0,
  UnsortedSegmentSum: 1,
};

/**
 * Operations whose results have shapes that depend on data, that draw random numbers of their own, or that round
 * differently in a function.
 */
export const untraceable =
  /^(Where|Unique|NonMaxSuppression|Multinomial|Random|Stateless|Decode|Sparse|fused_)/;

/** What a call's new arguments are. Asked before the call runs, which takes their values away. */
export function describeArguments({ name, fresh }: TracedCall): Argument[] {
  return fresh.map(({ record, place }) => {
    const { shape, dtype, values } = record;
    if (isHostTensor(record)) return { shape, dtype, isStructure: false };
    const isData = dtype === tensorTypes.float ? name !== 'Range' : dataPlaces[name] === place;
    const isStructure = values !== null && !isData && values.length <= mostStructureEntries;
    const bytes = bytesOf(record);
    return {
      shape,
      dtype,
      ...(bytes && bytes.length <= mostConstantBytes && { constant: bytes.slice() }),
      isStructure,
    };
  });
}

/** Whether a call is the same operation on the same tensors of the step, and gives results of the same shapes. */
export function isSameCall(operation: TracedOperation, call: TracedCall): boolean {
  return (
    operation.name === call.name &&
    operation.outputs.length === call.outputs &&
    isSameList(operation.inputs, call.inputs) &&
    operation.arguments.length === call.fresh.length &&
    operation.arguments.every((argument, n) => accepts(argument, call.fresh[n]!.record)) &&
    operation.attributes.length === call.attributes.length &&
    operation.attributes.every((attribute, n) => isSameAttribute(attribute, call.attributes[n]!))
  );
}

/** Forgets that arguments were constant whose values are others now. */
export function forgetChanged(operation: TracedOperation, { fresh }: TracedCall): void {
  operation.arguments.forEach((argument, n) => {
    if (argument.constant && !holds(fresh[n]!.record, argument.constant)) argument.constant = undefined;
  });
}

function accepts({ shape, dtype, isStructure, constant }: Argument, record: TensorRecord): boolean {
  return (
    dtype === record.dtype && isSameList(shape, record.shape) && (!isStructure || holds(record, constant!))
  );
}

function holds(record: TensorRecord, constant: Uint8Array): boolean {
  const bytes = bytesOf(record);
  return bytes !== undefined && isSameList(bytes, constant);
}

function bytesOf({ values }: TensorRecord): Uint8Array | undefined {
  if (values === null || Array.isArray(values)) return undefined;
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function isSameAttribute(a: Attribute, b: Attribute): boolean {
  if (a.name !== b.name || a.type !== b.type) return false;
  return Array.isArray(a.value) ? isSameList(a.value, b.value as unknown[]) : Object.is(a.value, b.value);
}

function isSameList(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
