import { ByteReader } from './byteReader.js';
import type { CheckpointTensor } from './checkpointTensor.js';
import { NumpyArray, numpyGlobals } from './numpyObjects.js';
import { readPickle } from './plainPickle.js';

/**
 * Reads a pickle of NumPy arrays: a dictionary of lists of float32 arrays.
 * @param label names the file in errors
 * @throws RetrievalError on anything else; nothing of the pickle is executed.
 */
export function readNumpyPickle(bytes: Uint8Array, label: string): Map<string, CheckpointTensor[]> {
  const reader = new ByteReader(bytes, label);
  return reader.guard(() => readArrays(reader));
}

function readArrays(reader: ByteReader): Map<string, CheckpointTensor[]> {
  const content = readPickle(reader, numpyGlobals(reader));
  if (!(content instanceof Map)) throw reader.error('The pickle is not a dictionary of arrays');
  const result = new Map<string, CheckpointTensor[]>();
  let elements = 0;
  for (const [name, list] of content as Map<unknown, unknown>) {
    if (
      typeof name !== 'string' ||
      !Array.isArray(list) ||
      !list.every((item) => item instanceof NumpyArray)
    ) {
      throw reader.error('The pickle is not a dictionary of lists of arrays');
    }
    // An array that is remembered and named over and over could blow a small file up to any size.
    for (const { length } of list) elements += length;
    if (elements > reader.bytes.length) throw reader.error('The arrays are larger than the file can hold');
    result.set(
      name,
      list.map((array) => tensorOf(array, reader)),
    );
  }
  return result;
}

function tensorOf(array: NumpyArray, reader: ByteReader): CheckpointTensor {
  if (array.type !== '<f4')
    throw reader.error('An array of the pickle is not little-endian float32', array.type);
  return { shape: array.shape, data: Float32Array.from({ length: array.length }, (_, i) => array.at(i)) };
}
