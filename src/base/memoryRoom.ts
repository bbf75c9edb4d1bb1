import { totalmem } from 'node:os';
import { RetrievalError } from '../errors.js';
import { describeBytes } from './describeBytes.js';

/** Bytes of memory that this process may use: the machine's, or its control group's where that has less. */
export function memoryRoom(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

/** What memory is wanted for. */
interface MemoryUse {
  /** The work as a noun, such as `The evaluation`. */
  work: string;
  where: string;
  fix: string;
}

/**
 * Refuses work that can't have the memory which it is about to take.
 * @throws RetrievalError with what it would take, what there is and what to lower.
 */
export function checkMemory(bytes: number, { work, where, fix }: MemoryUse): void {
  const room = memoryRoom();
  if (bytes <= room) return;
  throw new RetrievalError({
    what: `${work} needs more memory than there is`,
    where,
    expected: `at most ${describeBytes(room)}`,
    found: describeBytes(bytes),
    fix,
  });
}
