import { ByteReader } from './byteReader.js';
import { numpyGlobals } from './numpyObjects.js';
import { unpickle } from './unpickle.js';
import type { UnpickleOptions } from './pickleMachine.js';

/**
 * Reads a pickle (protocols 2 to 5) of plain containers, text, numbers and NumPy arrays of numbers. Nothing of it is
 * executed; everything else is refused by its name.
 *
 * @param label names the file in errors
 * @returns dictionaries as `Map`, lists and tuples as arrays, arrays of NumPy as `NumpyArray`, its scalars as numbers
 * @throws RetrievalError for code, for other objects and for damaged files.
 */
export function readPlainPickle(bytes: Uint8Array, label: string): unknown {
  const reader = new ByteReader(bytes, label);
  return reader.guard(() => readPickle(reader, numpyGlobals(reader)));
}

/** The one pickle that fills a file. */
export function readPickle(reader: ByteReader, globals: UnpickleOptions['globals']): unknown {
  if (reader.bytes[0] !== 0x80) {
    throw reader.error(
      'This is not a pickle that is read',
      `${reader.bytes.length} bytes that do not begin with a protocol number`,
      'save it by pickle.dump(data, file, protocol=4)',
    );
  }
  const content = unpickle(reader, { globals });
  if (reader.position !== reader.bytes.length) throw reader.error('The file goes on behind its pickle');
  return content;
}
