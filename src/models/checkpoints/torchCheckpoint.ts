import { ByteReader } from './byteReader.js';
import { elementCount, isShape, type Checkpoint } from './checkpointTensor.js';
import { readStrided } from './readStrided.js';
import { unpickle, type AllowedCall } from './unpickle.js';

/** A storage as the pickle announces it; its numbers follow behind the pickles. */
class Storage {
  /** Byte position of the first element, known once the storages are walked. */
  start?: number;

  constructor(
    readonly type: symbol,
    readonly elements: number,
  ) {}
}

/** A view of a storage. */
class TensorView {
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: number[],
    readonly strides: number[],
  ) {}
}

const magicNumber = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;
const floatStorage = Symbol('FloatStorage');
const longStorage = Symbol('LongStorage');
const bytesPerElement = new Map<unknown, number>([
  [floatStorage, 4],
  [longStorage, 8],
]);

/**
 * Reads the float tensors of a PyTorch checkpoint in the legacy (non-zip) format: five pickles, then every storage as
 * a count and raw numbers. Integer tensors, such as counters of batches, are left out.
 * @param label names the file in errors
 * @throws RetrievalError on anything but a dictionary of tensors that fits the file to its last byte.
 */
export function readTorchCheckpoint(bytes: Uint8Array, label: string): Checkpoint {
  const reader = new ByteReader(bytes, label);
  return reader.guard(() => readTensors(reader));
}

function readTensors(reader: ByteReader): Checkpoint {
  readPreamble(reader);
  const storages = new Map<string, Storage>();
  const tensors = unpickle(reader, {
    globals: allowedGlobals(reader),
    persistentLoad: (id) => registerStorage(id, storages, reader),
  });
  const keys = unpickle(reader, { globals: new Map() });
  locateStorages(keys, storages, reader);
  return materialise(tensors, reader);
}

function readPreamble(reader: ByteReader): void {
  const plain = { globals: new Map<string, never>() };
  if (reader.bytes[0] === 0x50 && reader.bytes[1] === 0x4b) {
    throw reader.error(
      'This is a checkpoint in the newer zip format, which is not read',
      undefined,
      'save it with torch.save(..., _use_new_zipfile_serialization=False)',
    );
  }
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

function allowedGlobals(reader: ByteReader): Map<string, AllowedCall | symbol> {
  const rebuildTensor: AllowedCall = ([storage, offset, shape, strides]) => {
    const limit = reader.bytes.length;
    if (!(storage instanceof Storage) || !isShape([offset], limit) || !isShape(shape, limit)) {
      throw reader.error('A tensor of the checkpoint has an impossible shape or offset', describe(shape));
    }
    if (
      !Array.isArray(strides) ||
      strides.length !== shape.length ||
      !strides.every((s) => isShape([s], limit))
    ) {
      throw reader.error('A tensor of the checkpoint has impossible strides', describe(strides));
    }
    return new TensorView(storage, offset as number, shape, strides as number[]);
  };
  return new Map<string, AllowedCall | symbol>([
    ['collections OrderedDict', () => new Map()],
    ['torch._utils _rebuild_tensor_v2', rebuildTensor],
    ['torch FloatStorage', floatStorage],
    ['torch LongStorage', longStorage],
  ]);
}

function registerStorage(id: unknown, storages: Map<string, Storage>, reader: ByteReader): Storage {
  const [tag, type, key, , elements, viewMetadata] = Array.isArray(id) ? (id as unknown[]) : [];
  const isPlain = tag === 'storage' && bytesPerElement.has(type) && typeof key === 'string';
  if (!isPlain || (viewMetadata ?? null) !== null || !isShape([elements], reader.bytes.length)) {
    throw reader.error('A storage of the checkpoint is not a plain array of numbers');
  }
  const storage = storages.get(key) ?? new Storage(type as symbol, elements as number);
  if (storage.type !== type || storage.elements !== elements) {
    throw reader.error('Two descriptions of one storage differ', key);
  }
  storages.set(key, storage);
  return storage;
}

function locateStorages(keys: unknown, storages: Map<string, Storage>, reader: ByteReader): void {
  if (!Array.isArray(keys) || keys.length !== storages.size) {
    throw reader.error('The checkpoint does not list its storages');
  }
  for (const key of keys as unknown[]) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage || storage.start !== undefined)
      throw reader.error('The list of storages is wrong', String(key));
    const count = reader.int64();
    if (count !== BigInt(storage.elements)) {
      throw reader.error('A storage has another length than announced', `${count}, not ${storage.elements}`);
    }
    storage.start = reader.position;
    reader.take(storage.elements * bytesPerElement.get(storage.type)!);
  }
  if (reader.position !== reader.bytes.length) {
    throw reader.error('The checkpoint goes on behind its last storage', `${reader.bytes.length} bytes`);
  }
}

function materialise(tensors: unknown, reader: ByteReader): Checkpoint {
  if (!(tensors instanceof Map)) throw reader.error('The checkpoint is not a dictionary of tensors');
  const checkpoint: Checkpoint = new Map();
  let elements = 0;
  for (const [name, view] of tensors as Map<unknown, unknown>) {
    if (typeof name !== 'string' || !(view instanceof TensorView)) {
      throw reader.error(
        'The checkpoint is not a dictionary of tensors',
        `entry "${String(name).slice(0, 80)}"`,
      );
    }
    if (view.storage.type !== floatStorage) continue;
    // Views with stride 0 could blow a small file up to any size.
    elements += elementCount(view.shape);
    if (elements > reader.bytes.length) throw reader.error('The tensors are larger than the file can hold');
    checkpoint.set(name, {
      shape: view.shape,
      data: readStrided(reader, name, {
        ...view,
        start: view.storage.start!,
        elements: view.storage.elements,
      }),
    });
  }
  return checkpoint;
}

function describe(value: unknown): string {
  return String(value).slice(0, 80);
}
