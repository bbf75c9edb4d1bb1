/** What a replica's pickles are made of; a `Map` becomes a dictionary. */
export type Picklable = string | number | readonly Picklable[] | ReadonlyMap<string, Picklable>;

const bytes = (...values: number[]) => Buffer.from(values);
const [mark, stop, emptyList, appends, emptyDict, setItems] = [0x28, 0x2e, 0x5d, 0x65, 0x7d, 0x75].map(
  (opcode) => bytes(opcode),
) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];

/** A pickle (protocol 2) of lists, dictionaries, texts and numbers; whole numbers of 32 bits become integers. */
export function writePickle(value: Picklable): Uint8Array {
  return Buffer.concat([bytes(0x80, 2), ...opcodesOf(value), stop]);
}

function opcodesOf(value: Picklable): Buffer[] {
  if (typeof value === 'string') return [textOf(value)];
  if (typeof value === 'number') return [numberOf(value)];
  if (value instanceof Map) {
    const items = [...(value as ReadonlyMap<string, Picklable>)].flatMap(([key, item]) => [key, item]);
    return [emptyDict, mark, ...items.flatMap(opcodesOf), setItems];
  }
  return [emptyList, mark, ...(value as readonly Picklable[]).flatMap(opcodesOf), appends];
}

function textOf(value: string): Buffer {
  const content = Buffer.from(value);
  const head = Buffer.alloc(5, 0x58);
  head.writeUInt32LE(content.length, 1);
  return Buffer.concat([head, content]);
}

function numberOf(value: number): Buffer {
  if (value === (value | 0)) {
    const whole = Buffer.alloc(5, 0x4a);
    whole.writeInt32LE(value, 1);
    return whole;
  }
  const fraction = Buffer.alloc(9, 0x47);
  fraction.writeDoubleBE(value, 1);
  return fraction;
}
