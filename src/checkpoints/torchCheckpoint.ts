import { ByteReader } from './byteReader.js';
import type { Checkpoint } from './checkpointTensor.js';
import { readTorchArchive } from './torchArchive.js';
import {
  integers,
  materialise,
  storageLoader,
  torchGlobals,
  TorchTensor,
  type TorchStorage,
} from './torchTensors.js';
import { unpickle } from './unpickle.js';

const magicNumber = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

/**
 * Reads the float tensors of a PyTorch checkpoint that is one dictionary of them. Integer tensors, such as counters of
 * batches, are left out.
 *
 * @param label names the file in errors
 * @throws RetrievalError on anything but a dictionary of tensors, and where `readTorchFile` throws.
 */
export function readTorchCheckpoint(bytes: Uint8Array, label: string): Checkpoint {
  return tensorsOf(readTorchFile(bytes, label), label);
}

/**
 * The float tensors of one dictionary out of `readTorchFile`, without those of integers.
 * @throws RetrievalError on anything but a dictionary of tensors.
 */
export function tensorsOf(dictionary: unknown, label: string): Checkpoint {
  const refuse = (found: string) =>
    new ByteReader(new Uint8Array(), label).error('The checkpoint is not a dictionary of tensors', found);
  if (!(dictionary instanceof Map)) throw refuse(typeof dictionary);
  const checkpoint: Checkpoint = new Map();
  for (const [name, tensor] of dictionary as Map<unknown, unknown>) {
    if (tensor === integers) continue;
    if (typeof name !== 'string' || !(tensor instanceof TorchTensor)) {
      throw refuse(`entry "${String(name).slice(0, 80)}"`);
    }
    checkpoint.set(name, tensor);
  }
  return checkpoint;
}

/**
 * Reads what `torch.save` wrote, in the zip format or the legacy one (five pickles, then every storage as a count and
 * raw numbers). Nothing of it is executed.
 *
 * @param label names the file in errors
 * @returns dictionaries as `Map`, lists and tuples as arrays, float tensors as `TorchTensor`, tensors of integers as the
 *   symbol `integers`, arrays of NumPy as `NumpyArray`
 * @throws RetrievalError for other objects, for code and for files that are not whole to their last byte.
 */
export function readTorchFile(bytes: Uint8Array, label: string): unknown {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readTorchArchive(bytes, label);
  const reader = new ByteReader(bytes, label);
  return reader.guard(() => readLegacy(reader));
}

function readLegacy(reader: ByteReader): unknown {
  readPreamble(reader);
  const fileBytes = reader.bytes.length;
  const storages = new Map<string, TorchStorage>();
  const content = unpickle(reader, {
    globals: torchGlobals(reader, fileBytes),
    persistentLoad: storageLoader(reader, fileBytes, storages),
  });
  const keys = unpickle(reader, { globals: new Map() });
  locateStorages(keys, storages, reader);
  return materialise(content, reader, fileBytes);
}

function readPreamble(reader: ByteReader): void {
  const plain = { globals: new Map<string, never>() };
  if (reader.bytes[0] !== 0x80) throw reader.error('This is not a PyTorch checkpoint');
  const magic = unpickle(reader, plain);
  if (magic !== magicNumber) {
    throw reader.error('This is not a PyTorch checkpoint: its magic number is wrong', typeof magic);
  }
  const version = unpickle(reader, plain);
  if (version !== protocolVersion) throw reader.error('The checkpoint has another version', String(version));
  const system = unpickle(reader, plain);
  if (!(system instanceof Map) || system.get('little_endian') !== true) {
    throw reader.error('The checkpoint was not written on a little-endian machine');
  }
}

function locateStorages(keys: unknown, storages: Map<string, TorchStorage>, reader: ByteReader): void {
  if (!Array.isArray(keys) || keys.length !== storages.size) {
    throw reader.error('The checkpoint does not list its storages');
  }
  for (const key of keys as unknown[]) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage || storage.content) throw reader.error('The list of storages is wrong', String(key));
    const count = reader.int64();
    if (count !== BigInt(storage.elements)) {
      throw reader.error('A storage has another length than announced', `${count}, not ${storage.elements}`);
    }
    storage.content = reader.take(storage.bytes);
  }
  if (reader.position !== reader.bytes.length) {
    throw reader.error('The checkpoint goes on behind its last storage', `${reader.bytes.length} bytes`);
  }
}
