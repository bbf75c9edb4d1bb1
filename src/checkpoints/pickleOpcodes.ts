import type { ByteReader } from './byteReader.js';
import type { AllowedCall, Buildable, PickleMachine } from './pickleMachine.js';

type Perform = (machine: PickleMachine) => void;

/** Pushes what `read` reads. */
const push =
  (read: (reader: ByteReader) => unknown): Perform =>
  ({ stack, reader }) => {
    stack.push(read(reader));
  };

const constants: [number, Perform][] = [
  [0x4e, push(() => null)], // NONE
  [0x88, push(() => true)], // NEWTRUE
  [0x89, push(() => false)], // NEWFALSE
  [0x4a, push((reader) => reader.int32())], // BININT
  [0x4b, push((reader) => reader.uint8())], // BININT1
  [0x4d, push((reader) => reader.uint16())], // BININT2
  [0x8a, push((reader) => long(reader.take(reader.uint8())))], // LONG1
  [0x47, push((reader) => reader.float64BigEndian())], // BINFLOAT
  [0x58, push((reader) => text(reader.take(reader.uint32())))], // BINUNICODE
  [0x8c, push((reader) => text(reader.take(reader.uint8())))], // SHORT_BINUNICODE
  [0x8d, push((reader) => text(take64(reader)))], // BINUNICODE8
  [0x54, push((reader) => oldText(reader.take(reader.uint32())))], // BINSTRING
  [0x55, push((reader) => oldText(reader.take(reader.uint8())))], // SHORT_BINSTRING
  [0x42, push((reader) => reader.take(reader.uint32()))], // BINBYTES
  [0x43, push((reader) => reader.take(reader.uint8()))], // SHORT_BINBYTES
  [0x8e, push(take64)], // BINBYTES8
  [0x96, push(take64)], // BYTEARRAY8
  [0x7d, push(() => new Map())], // EMPTY_DICT
  [0x5d, push(() => [])], // EMPTY_LIST
  [0x29, push(() => [])], // EMPTY_TUPLE
];

const containers: [number, Perform][] = [
  [0x28, ({ marks, stack }) => void marks.push(stack.length)], // MARK
  [0x74, (machine) => void machine.stack.push(machine.popMark())], // TUPLE
  [0x85, (machine) => tuple(machine, 1)], // TUPLE1
  [0x86, (machine) => tuple(machine, 2)], // TUPLE2
  [0x87, (machine) => tuple(machine, 3)], // TUPLE3
  [0x61, (machine) => append(machine, [machine.pop()])], // APPEND
  [0x65, (machine) => append(machine, machine.popMark())], // APPENDS
  [0x73, (machine) => setItems(machine, tuple(machine, 2, false))], // SETITEM
  [0x75, (machine) => setItems(machine, machine.popMark())], // SETITEMS
];

const memoAndCalls: [number, Perform][] = [
  [0x80, ({ reader }) => checkProtocol(reader)], // PROTO
  [0x95, ({ reader }) => void reader.int64()], // FRAME
  [0x94, (machine) => remember(machine, machine.memo.size)], // MEMOIZE
  [0x71, (machine) => remember(machine, machine.reader.uint8())], // BINPUT
  [0x72, (machine) => remember(machine, machine.reader.uint32())], // LONG_BINPUT
  [0x68, (machine) => recall(machine, machine.reader.uint8())], // BINGET
  [0x6a, (machine) => recall(machine, machine.reader.uint32())], // LONG_BINGET
  [0x63, (machine) => findGlobal(machine, machine.reader.line(), machine.reader.line())], // GLOBAL
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, reduce], // REDUCE
  [0x62, build], // BUILD
  [0x51, persistent], // BINPERSID
];

/** The opcodes that tensors, arrays of NumPy and plain containers use; all others are refused. */
export const opcodes: ReadonlyMap<number, Perform> = new Map([...constants, ...containers, ...memoAndCalls]);

/** Names of refused opcodes that a reader may know. */
export const refusedOpcodes: ReadonlyMap<number, string> = new Map([
  [0x50, 'PERSID'],
  [0x64, 'DICT'],
  [0x69, 'INST'],
  [0x6c, 'LIST'],
  [0x6f, 'OBJ'],
  [0x81, 'NEWOBJ'],
  [0x82, 'EXT1'],
  [0x83, 'EXT2'],
  [0x84, 'EXT4'],
  [0x8b, 'LONG4'],
  [0x8f, 'EMPTY_SET'],
  [0x91, 'FROZENSET'],
  [0x92, 'NEWOBJ_EX'],
  [0x97, 'NEXT_BUFFER'],
  [0x98, 'READONLY_BUFFER'],
]);

function text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** Text of Python 2, which holds bytes as well; each byte becomes the character of its number. */
function oldText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function take64(reader: ByteReader): Uint8Array {
  return reader.take(Number(reader.int64()));
}

/** A signed little-endian integer of any length; a plain number where it fits. */
function long(bytes: Uint8Array): number | bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  const signed = BigInt.asIntN(Math.max(1, 8 * bytes.length), value);
  const number = Number(signed);
  return Number.isSafeInteger(number) ? number : signed;
}

function tuple(machine: PickleMachine, length: number, keep = true): unknown[] {
  const items = Array.from({ length }, () => machine.pop()).reverse();
  if (keep) machine.stack.push(items);
  return items;
}

function append({ stack, reader }: PickleMachine, items: unknown[]): void {
  const list = stack.at(-1);
  if (!Array.isArray(list)) throw reader.error('The pickle appends to something that is not a list');
  for (const item of items) list.push(item);
}

function setItems({ stack, reader }: PickleMachine, items: unknown[]): void {
  const dictionary = stack.at(-1);
  if (!(dictionary instanceof Map) || items.length % 2 !== 0) {
    throw reader.error('The pickle sets items of something that is not a dictionary');
  }
  for (let i = 0; i < items.length; i += 2) dictionary.set(items[i], items[i + 1]);
}

function checkProtocol(reader: ByteReader): void {
  const protocol = reader.uint8();
  if (protocol < 2 || protocol > 5) {
    throw reader.error('The pickle protocol is not supported', `${protocol}; 2 to 5 are read`);
  }
}

function remember({ stack, memo, reader }: PickleMachine, key: number): void {
  if (stack.length === 0) throw reader.error('The pickle remembers an empty stack');
  memo.set(key, stack.at(-1));
}

function recall({ stack, memo, reader }: PickleMachine, key: number): void {
  if (!memo.has(key)) throw reader.error('The pickle recalls what it never remembered', String(key));
  stack.push(memo.get(key));
}

function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof module !== 'string' || typeof name !== 'string') {
    throw machine.reader.error('The pickle names a global by something that is not text');
  }
  findGlobal(machine, module, name);
}

function findGlobal({ stack, reader, options }: PickleMachine, module: string, name: string): void {
  const global = `${module} ${name}`;
  const call = options.globals.get(global);
  if (!call) {
    throw reader.error(
      'The pickle asks for code that plain numbers do not need; nothing was executed',
      `global "${global.slice(0, 200)}"`,
      'use a file that holds numbers and plain containers only, from a source you trust',
    );
  }
  stack.push(call);
}

function reduce(machine: PickleMachine): void {
  const args = machine.pop();
  const call = machine.pop();
  if (typeof call !== 'function' || !Array.isArray(args)) {
    throw machine.reader.error('The pickle calls something that cannot be called');
  }
  machine.stack.push((call as AllowedCall)(args));
}

/** Gives a state to an object that takes one; the attributes of a dictionary (such as version notes) are dropped. */
function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.stack.at(-1);
  if (target instanceof Map) return;
  if (typeof (target as Partial<Buildable> | null)?.setState !== 'function') {
    throw machine.reader.error('The pickle gives a state to something that has none');
  }
  (target as Buildable).setState(state);
}

function persistent(machine: PickleMachine): void {
  const { persistentLoad } = machine.options;
  if (!persistentLoad) throw machine.reader.error('The pickle refers to data outside of itself');
  machine.stack.push(persistentLoad(machine.pop()));
}
