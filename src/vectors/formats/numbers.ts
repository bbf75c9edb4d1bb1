import { endianness } from 'node:os';
import { float16ToFloat32 } from './float16.js';
import { RetrievalError } from '../../errors.js';

/** Numbers that an array in a file can be made of; `bf16` is the upper half of a float32. */
export type NumberType = keyof typeof bytesPerNumber;

/** Bytes of one number. */
export const bytesPerNumber = {
  f16: 2,
  bf16: 2,
  f32: 4,
  f64: 8,
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  i64: 8,
  u64: 8,
} as const;

/** How the numbers of an array lie in bytes. */
export interface NumberForm {
  type: NumberType;
  bigEndian?: boolean;
}

/** Whether the type holds whole numbers only. */
export function isIntegerType(type: NumberType): boolean {
  return type.startsWith('i') || type.startsWith('u');
}

/**
 * The numbers as float32: half precision widened, float64 rounded. The result may be a view of `bytes`.
 *
 * @param where names the array in errors.
 * @param firstIndex number of the first one in its array, for errors. Default 0.
 * @throws RetrievalError as `narrowNumbers`.
 */
export function toFloat32(bytes: Uint8Array, form: NumberForm, where: string, firstIndex = 0): Float32Array {
  const numbers = typedNumbers(bytes, form);
  if (numbers instanceof Float32Array) return numbers;
  return narrowNumbers(numbers, isIntegerType(form.type), where, firstIndex);
}

/**
 * The numbers rounded to float32.
 *
 * @throws RetrievalError for an integer that float32 cannot hold and for a float64 beyond its range.
 */
export function narrowNumbers(
  numbers: ArrayLike<number | bigint>,
  areIntegers: boolean,
  where: string,
  firstIndex = 0,
): Float32Array {
  const narrowed = new Float32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    narrowed[i] = Number(number);
    // Loose equality compares a 64-bit integer by value, also one that Number() has rounded already.
    const isFaithful = areIntegers
      ? narrowed[i] == number
      : Number.isFinite(narrowed[i]) || !Number.isFinite(number);
    if (!isFaithful) throw notRepresentable(number, areIntegers, where, firstIndex + i);
  }
  return narrowed;
}

/** Integers as decimal text, so that they can be ids. */
export function integerTexts(bytes: Uint8Array, form: NumberForm): string[] {
  return Array.from(typedNumbers(bytes, form) as ArrayLike<number | bigint>, String);
}

type Numbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

const arrayTypes = {
  f32: Float32Array,
  f64: Float64Array,
  i8: Int8Array,
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
} as const;

function typedNumbers(bytes: Uint8Array, { type, bigEndian = false }: NumberForm): Numbers {
  const width = bytesPerNumber[type];
  const isSwapped = width > 1 && bigEndian !== (endianness() === 'BE');
  // A typed array must start at a multiple of its width, and swapping must leave the caller's bytes alone.
  const isCopied = isSwapped || bytes.byteOffset % width !== 0;
  const own = isCopied ? Uint8Array.from(bytes) : (bytes as Uint8Array<ArrayBuffer>);
  if (isSwapped) swapBytes(own, width);
  const { buffer, byteOffset } = own;
  const count = own.length / width;
  if (type === 'f16') return float16ToFloat32(new Uint16Array(buffer, byteOffset, count));
  if (type === 'bf16') return widenBrainFloats(new Uint16Array(buffer, byteOffset, count));
  return new arrayTypes[type](buffer, byteOffset, count);
}

function swapBytes(bytes: Uint8Array<ArrayBuffer>, width: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (width === 2) buffer.swap16();
  else if (width === 4) buffer.swap32();
  else buffer.swap64();
}

function widenBrainFloats(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

function notRepresentable(
  number: number | bigint,
  isInteger: boolean,
  where: string,
  index: number,
): RetrievalError {
  return new RetrievalError({
    what: isInteger
      ? 'An integer would be changed by storing it as float32'
      : 'A number is too large for float32',
    where: `${where}, number ${index}`,
    expected: isInteger ? 'integers that float32 holds exactly' : 'at most 3.4e38 in size',
    found: String(number),
    fix: isInteger
      ? 'are these ids or labels? Name the array that holds the vectors'
      : 'scale the vectors down',
  });
}
