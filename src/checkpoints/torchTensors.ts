import type { ByteReader } from './byteReader.js';
import { elementCount, isShape, type CheckpointTensor } from './checkpointTensor.js';
import { NumpyArray, numpyGlobals } from './numpyObjects.js';
import { readStrided } from './readStrided.js';
import type { AllowedCall } from './pickleMachine.js';

/** A storage as the pickle announces it; its numbers lie elsewhere in the file. */
export class TorchStorage {
  /** Known once they are found. */
  content?: Uint8Array;

  constructor(
    readonly type: symbol,
    readonly elements: number,
  ) {}

  /** Number of bytes that the announced elements take. */
  get bytes(): number {
    return this.elements * bytesPerElement.get(this.type)!;
  }
}

/** A view of a storage. */
class TensorView {
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: number[],
    readonly strides: number[],
  ) {}
}

/** A float tensor out of a PyTorch file. */
export class TorchTensor implements CheckpointTensor {
  constructor(
    readonly shape: number[],
    readonly data: Float32Array,
  ) {}
}

/** Stands for a tensor of integers, such as a counter of batches. */
export const integers = Symbol('tensor of integers');

const floatStorage = Symbol('FloatStorage');
const longStorage = Symbol('LongStorage');
const bytesPerElement = new Map<unknown, number>([
  [floatStorage, 4],
  [longStorage, 8],
]);
/** Deepest nesting that is followed; checkpoints with their options have about five levels. */
const deepestNesting = 100;

/** What the pickle of a PyTorch file may name: tensors, storages, arrays of NumPy. */
export function torchGlobals(reader: ByteReader, fileBytes: number): Map<string, AllowedCall | symbol> {
  const rebuildTensor: AllowedCall = ([storage, offset, shape, strides]) => {
    if (!(storage instanceof TorchStorage) || !isShape([offset], fileBytes) || !isShape(shape, fileBytes)) {
      throw reader.error('A tensor of the checkpoint has an impossible shape or offset', describe(shape));
    }
    if (
      !Array.isArray(strides) ||
      strides.length !== shape.length ||
      !strides.every((s) => isShape([s], fileBytes))
    ) {
      throw reader.error('A tensor of the checkpoint has impossible strides', describe(strides));
    }
    return new TensorView(storage, offset as number, shape, strides as number[]);
  };
  return new Map<string, AllowedCall | symbol>([
    ...numpyGlobals(reader),
    ['collections OrderedDict', () => new Map()],
    ['torch._utils _rebuild_tensor_v2', rebuildTensor],
    ['torch._utils _rebuild_parameter', ([tensor]) => tensor],
    ['torch FloatStorage', floatStorage],
    ['torch LongStorage', longStorage],
  ]);
}

/** Resolves persistent identifiers to storages, which are added to `storages`. */
export function storageLoader(
  reader: ByteReader,
  fileBytes: number,
  storages: Map<string, TorchStorage>,
): (id: unknown) => TorchStorage {
  return (id) => {
    const [tag, type, key, , elements, viewMetadata] = Array.isArray(id) ? (id as unknown[]) : [];
    const isPlain = tag === 'storage' && bytesPerElement.has(type) && typeof key === 'string';
    if (!isPlain || (viewMetadata ?? null) !== null || !isShape([elements], fileBytes)) {
      throw reader.error('A storage of the checkpoint is not a plain array of numbers');
    }
    const storage = storages.get(key) ?? new TorchStorage(type as symbol, elements as number);
    if (storage.type !== type || storage.elements !== elements) {
      throw reader.error('Two descriptions of one storage differ', key);
    }
    storages.set(key, storage);
    return storage;
  };
}

/** Replaces all views in plain containers by dense tensors, once their storages are found. */
export function materialise(content: unknown, reader: ByteReader, fileBytes: number): unknown {
  let elements = 0;
  const done = new Map<unknown, unknown>();
  const tensorOf = (view: TensorView, name: string): unknown => {
    const { storage, shape } = view;
    if (storage.type !== floatStorage) return integers;
    // Views with stride 0 could blow a small file up to any size.
    elements += elementCount(shape);
    if (elements > fileBytes) throw reader.error('The tensors are larger than the file can hold');
    return new TorchTensor(
      shape,
      readStrided(reader, name, { ...view, content: storage.content!, elements: storage.elements }),
    );
  };
  const visit = (value: unknown, name: string, depth: number): unknown => {
    if (typeof value !== 'object' || value === null || value instanceof NumpyArray) return value;
    if (depth > deepestNesting) throw reader.error('The checkpoint nests too deeply', name.slice(0, 80));
    const known = done.get(value);
    if (known !== undefined) return known;
    let result: unknown = value;
    if (value instanceof TensorView) result = tensorOf(value, name);
    else if (Array.isArray(value)) result = value.map((item, n) => visit(item, `${name}[${n}]`, depth + 1));
    else if (value instanceof Map) {
      const entries = Array.from(value as Map<unknown, unknown>, ([key, item]): [unknown, unknown] => [
        key,
        visit(item, String(key), depth + 1),
      ]);
      result = new Map(entries);
    }
    done.set(value, result);
    return result;
  };
  return visit(content, 'the checkpoint', 0);
}

function describe(value: unknown): string {
  return String(value).slice(0, 80);
}
