import { UnpickleOptions, PickleMachine } from './pickleMachine.js';
import type { ByteReader } from './byteReader.js';
import { opcodes, refusedOpcodes } from './pickleOpcodes.js';

/** Deepest stack that is followed; checkpoints need about two entries per tensor. */
const deepestStack = 1_000_000;
const stop = 0x2e;

/**
 * Reads one pickle and leaves the reader behind it. Nothing is ever executed: the only calls made are those of
 * `options.globals`, and every opcode and global that arrays and plain containers do not need is refused.
 * Dictionaries become `Map`s, so that no key can reach an object's prototype.
 * @throws RetrievalError naming file, byte and the refused opcode or global.
 */
export function unpickle(reader: ByteReader, options: UnpickleOptions): unknown {
  const machine = createMachine(reader, options);
  for (;;) {
    const opcode = reader.uint8();
    if (opcode === stop) break;
    const perform = opcodes.get(opcode);
    if (!perform) {
      throw reader.error(
        'The pickle uses an opcode that plain numbers do not need',
        `${refusedOpcodes.get(opcode) ?? 'opcode'} (0x${opcode.toString(16)})`,
      );
    }
    perform(machine);
    if (machine.stack.length > deepestStack) throw reader.error('The pickle nests too deeply');
  }
  return machine.pop();
}

function createMachine(reader: ByteReader, options: UnpickleOptions): PickleMachine {
  const stack: unknown[] = [];
  const marks: number[] = [];
  return {
    reader,
    options,
    stack,
    marks,
    memo: new Map(),
    pop() {
      if (stack.length <= (marks.at(-1) ?? 0)) throw reader.error('The pickle takes from an empty stack');
      return stack.pop();
    },
    popMark() {
      const start = marks.pop();
      if (start === undefined) throw reader.error('The pickle has no mark to go back to');
      return stack.splice(start);
    },
  };
}
