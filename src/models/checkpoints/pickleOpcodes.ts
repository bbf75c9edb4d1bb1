import type { ByteReader } from './byteReader.js';
import type { AllowedCall, Buildable, PickleMachine } from './unpickle.js';

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
  [0x42, push((reader) => reader.take(reader.uint32()))], // BINBYTES
  [0x43, push((reader) => reader.take(reader.uint8()))], // SHORT_BINBYTES
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
  [0x71, (machine) => remember(machine, machine.reader.uint8())], // BINPUT
  [0x72, (machine) => remember(machine, machine.reader.uint32())], // LONG_BINPUT
  [0x68, (machine) => recall(machine, machine.reader.uint8())], // BINGET
  [0x6a, (machine) => recall(machine, machine.reader.uint32())], // LONG_BINGET
  [0x63, findGlobal], // GLOBAL
  [0x52, reduce], // REDUCE
  [0x62, build], // BUILD
  [0x51, persistent], // BINPERSID
];

/** The opcodes that checkpoints of plain tensors use; all others are refused. */
export const opcodes: ReadonlyMap<number, Perform> = new Map([...constants, ...containers, ...memoAndCalls]);

function text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
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
  if (protocol < 2 || protocol > 3) {
    throw reader.error('The pickle protocol is not supported', `${protocol}; 2 and 3 are read`);
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

function findGlobal({ stack, reader, options }: PickleMachine): void {
  const name = `${reader.line()} ${reader.line()}`;
  const call = options.globals.get(name);
  if (!call) {
    throw reader.error(
      'The pickle asks for code that is not a plain tensor; nothing was executed',
      `global "${name.slice(0, 200)}"`,
      'use a file that holds tensors only, from a source you trust',
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
