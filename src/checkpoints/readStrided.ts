import type { ByteReader } from './byteReader.js';
import { elementCount } from './checkpointTensor.js';

/** Where the elements of a tensor lie: element `i_0 .. i_n` is number `offset + sum(i_d strides_d)` of its storage. */
export interface StridedView {
  /** The storage's little-endian float32 numbers. */
  content: Uint8Array;
  /** Number of elements of the storage. */
  elements: number;
  offset: number;
  shape: number[];
  strides: number[];
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Copies a strided view into a dense row-major array.
 * @param reader names the file in errors
 * @throws RetrievalError when the view reaches outside its storage.
 */
export function readStrided(reader: ByteReader, name: string, view: StridedView): Float32Array {
  const { shape, strides, offset, elements, content } = view;
  const count = elementCount(shape);
  if (count === 0) return new Float32Array(0);
  const last = shape.reduce((position, size, axis) => position + (size - 1) * strides[axis]!, offset);
  if (last >= elements) {
    throw reader.error('A tensor reaches outside its storage', `${name}: element ${last} of ${elements}`);
  }
  if (isLittleEndian && isDense(shape, strides)) {
    // Not `slice`, which a Buffer answers with a view of all its memory.
    return new Float32Array(Uint8Array.from(content.subarray(4 * offset, 4 * (offset + count))).buffer);
  }
  const source = new DataView(content.buffer, content.byteOffset, elements * 4);
  const data = new Float32Array(count);
  const index = new Array<number>(shape.length).fill(0);
  let position = offset;
  for (let i = 0; i < count; i++) {
    data[i] = source.getFloat32(4 * position, true);
    // Counts up like an odometer, the last axis first.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      position -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return data;
}

/** Whether the elements lie row after row without gaps. */
function isDense(shape: number[], strides: number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}
