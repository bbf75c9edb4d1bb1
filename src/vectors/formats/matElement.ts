import { RetrievalError } from '../../errors.js';
import type { NumberType } from './numbers.js';

/** A piece of a MATLAB 5 file: its type, its bytes and where the next one begins. */
export interface MatElement {
  type: number;
  data: Uint8Array;
  next: number;
}

/** A run of elements. */
export interface MatBytes {
  bytes: Uint8Array;
  littleEndian: boolean;
  /** Names the run in errors. */
  where: string;
}

/** Types of elements that are not plain numbers. */
export const matTypes = { matrix: 14, compressed: 15, utf8: 16, utf16: 17, utf32: 18 } as const;

/** Number types by the number that stands for them in an element. */
export const matNumberTypes = new Map<number, NumberType>([
  [1, 'i8'],
  [2, 'u8'],
  [3, 'i16'],
  [4, 'u16'],
  [5, 'i32'],
  [6, 'u32'],
  [7, 'f32'],
  [9, 'f64'],
  [12, 'i64'],
  [13, 'u64'],
]);

/** Elements begin at a multiple of this many bytes. */
const alignment = 8;

/**
 * The element that begins at a position. Up to four bytes of data may share the eight bytes of the tag.
 *
 * @throws RetrievalError when it does not end within the run.
 */
export function readMatElement(run: MatBytes, position: number): MatElement {
  const { bytes, littleEndian } = run;
  const end = position + alignment;
  if (end > bytes.length) throw cutOff(run, position, end);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const first = view.getUint32(position, littleEndian);
  const shortSize = first >>> 16;
  if (shortSize > 0) {
    if (shortSize > 4) throw damagedMat(run, position, `a short element of ${shortSize} bytes`);
    return { type: first & 0xffff, data: bytes.subarray(position + 4, position + 4 + shortSize), next: end };
  }
  const size = view.getUint32(position + 4, littleEndian);
  if (end + size > bytes.length) throw cutOff(run, position, end + size);
  const padded = first === matTypes.compressed ? size : Math.ceil(size / alignment) * alignment;
  // The padding of the last element may be missing.
  return { type: first, data: bytes.subarray(end, end + size), next: Math.min(end + padded, bytes.length) };
}

/** An error for bytes that are not as the format wants them. */
export function damagedMat(
  { where }: Pick<MatBytes, 'where'>,
  position: number,
  found: string,
  cause?: unknown,
): RetrievalError {
  return new RetrievalError({
    what: 'The .mat file is damaged',
    where: `${where}, byte ${position}`,
    expected: 'elements of a MATLAB 5 file',
    found,
    fix: 'fetch or write it again',
    cause,
  });
}

function cutOff(run: MatBytes, position: number, end: number): RetrievalError {
  return damagedMat(run, position, `an element up to byte ${end} of ${run.bytes.length}: it is cut off`);
}
