import { ByteReader } from './byteReader.js';
import { elementCount, isShape, type CheckpointTensor } from './checkpointTensor.js';
import { unpickle, type AllowedCall, type Buildable } from './unpickle.js';

/** A data type of NumPy; its state carries the byte order. */
class DataType implements Buildable {
  byteOrder = '|';
  constructor(readonly code: unknown) {}

  setState(state: unknown): void {
    this.byteOrder = Array.isArray(state) ? String((state as unknown[])[1]) : '|';
  }
}

/** An array of NumPy, empty until its state arrives. */
class PickledArray implements Buildable {
  tensor?: CheckpointTensor;
  constructor(private readonly reader: ByteReader) {}

  setState(state: unknown): void {
    const [, shape, type, columnMajor, bytes] = Array.isArray(state) ? (state as unknown[]) : [];
    const { reader } = this;
    if (!(type instanceof DataType) || type.code !== 'f4' || type.byteOrder !== '<') {
      throw reader.error('An array of the pickle is not little-endian float32');
    }
    if (columnMajor !== false || !isShape(shape, reader.bytes.length) || !(bytes instanceof Uint8Array)) {
      throw reader.error(
        'An array of the pickle has an impossible shape or order',
        String(shape).slice(0, 80),
      );
    }
    if (bytes.length !== 4 * elementCount(shape)) {
      throw reader.error('An array of the pickle does not fill its shape', `${bytes.length} bytes`);
    }
    // The copy brings the numbers to an address that Float32Array accepts.
    this.tensor = { shape, data: new Float32Array(Uint8Array.from(bytes).buffer) };
  }
}

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
  const content = unpickle(reader, { globals: allowedGlobals(reader) });
  if (reader.position !== reader.bytes.length) throw reader.error('The file goes on behind its pickle');
  if (!(content instanceof Map)) throw reader.error('The pickle is not a dictionary of arrays');
  const result = new Map<string, CheckpointTensor[]>();
  for (const [name, list] of content as Map<unknown, unknown>) {
    const tensors = Array.isArray(list)
      ? (list as unknown[]).map((item) => (item instanceof PickledArray ? item.tensor : undefined))
      : [undefined];
    if (typeof name !== 'string' || !tensors.every((tensor) => tensor !== undefined)) {
      throw reader.error('The pickle is not a dictionary of lists of arrays');
    }
    result.set(name, tensors);
  }
  return result;
}

function allowedGlobals(reader: ByteReader): Map<string, AllowedCall | symbol> {
  const reconstruct: AllowedCall = () => new PickledArray(reader);
  return new Map<string, AllowedCall | symbol>([
    ['numpy.core.multiarray _reconstruct', reconstruct],
    ['numpy._core.multiarray _reconstruct', reconstruct],
    ['numpy ndarray', Symbol('ndarray')],
    ['numpy dtype', ([code]) => new DataType(code)],
  ]);
}
