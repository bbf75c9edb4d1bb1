/** Assembles pickles opcode by opcode, the well-formed ones and the attacks. */
const bytes = (...values: number[]) => Buffer.from(values);

export const op = {
  proto: bytes(0x80, 2),
  stop: bytes(0x2e),
  mark: bytes(0x28),
  none: bytes(0x4e),
  true: bytes(0x88),
  false: bytes(0x89),
  emptyDict: bytes(0x7d),
  emptyList: bytes(0x5d),
  emptyTuple: bytes(0x29),
  tuple: bytes(0x74),
  setItems: bytes(0x75),
  appends: bytes(0x65),
  reduce: bytes(0x52),
  build: bytes(0x62),
  persistentId: bytes(0x51),
};

export function int(value: number): Buffer {
  const buffer = Buffer.from([0x4a, 0, 0, 0, 0]);
  buffer.writeInt32LE(value, 1);
  return buffer;
}

/** An integer of up to 255 bytes. */
export function long(value: bigint, length = 10): Buffer {
  const body = Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
  return bytes(0x8a, length, ...body);
}

export function text(value: string): Buffer {
  const body = Buffer.from(value);
  const head = Buffer.from([0x58, 0, 0, 0, 0]);
  head.writeUInt32LE(body.length, 1);
  return Buffer.concat([head, body]);
}

export function binary(value: Uint8Array): Buffer {
  const head = Buffer.from([0x42, 0, 0, 0, 0]);
  head.writeUInt32LE(value.length, 1);
  return Buffer.concat([head, value]);
}

export const global = (module: string, name: string) => Buffer.from(`c${module}\n${name}\n`);
export const tuple = (...items: Buffer[]) => Buffer.concat([op.mark, ...items, op.tuple]);
export const list = (...items: Buffer[]) => Buffer.concat([op.emptyList, op.mark, ...items, op.appends]);
export const dict = (...items: Buffer[]) => Buffer.concat([op.emptyDict, op.mark, ...items, op.setItems]);
export const pickle = (...body: Buffer[]) => Buffer.concat([op.proto, ...body, op.stop]);

export interface TensorOptions {
  key?: string;
  elements?: number;
  offset?: number;
  shape: number[];
  strides: number[];
  type?: string;
}

/** A tensor as PyTorch pickles it: a view of a storage. */
export function tensor({
  key = 'k',
  elements = 6,
  offset = 0,
  shape,
  strides,
  type = 'FloatStorage',
}: TensorOptions) {
  const storage = Buffer.concat([
    tuple(text('storage'), global('torch', type), text(key), text('cpu'), int(elements), op.none),
    op.persistentId,
  ]);
  const hooks = Buffer.concat([global('collections', 'OrderedDict'), op.emptyTuple, op.reduce]);
  const args = tuple(
    storage,
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    op.false,
    hooks,
  );
  return Buffer.concat([global('torch._utils', '_rebuild_tensor_v2'), args, op.reduce]);
}

export interface CheckpointParts {
  magic?: Buffer;
  version?: number;
  system?: Buffer;
  tensors: Buffer;
  /** Storage keys in the order of `storages`. */
  keys?: string[];
  storages?: Float32Array[];
  counts?: number[];
}

/** A PyTorch checkpoint in the legacy format. */
export function checkpoint(parts: CheckpointParts): Buffer {
  const { keys = ['k'], storages = [Float32Array.from([0, 1, 2, 3, 4, 5])] } = parts;
  const bodies = storages.map((values, i) => {
    const count = Buffer.alloc(8);
    count.writeBigInt64LE(BigInt(parts.counts?.[i] ?? values.length));
    return Buffer.concat([count, Buffer.from(values.buffer)]);
  });
  return Buffer.concat([
    pickle(parts.magic ?? long(0x1950a86a20f9469cfc6cn)),
    pickle(int(parts.version ?? 1001)),
    pickle(parts.system ?? dict(text('little_endian'), op.true)),
    pickle(parts.tensors),
    pickle(list(...keys.map(text))),
    ...bodies,
  ]);
}
