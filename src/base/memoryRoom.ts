import { RetrievalError } from '../errors.js';
import { describeBytes } from './describeBytes.js';

let room = (): number => Infinity;

/** Says how to find out the bytes that may be used; a browser does not tell. */
export function tellMemoryRoom(told: () => number): void {
  room = told;
}

/** Bytes of memory that may be used; infinite where nobody said. */
export function memoryRoom(): number {
  return room();
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
 * @param most bytes that there are; default: as `tellMemoryRoom` said, without which nothing is refused
 * @throws RetrievalError with what it would take, what there is and what to lower.
 */
export function checkMemory(bytes: number, { work, where, fix }: MemoryUse, most = memoryRoom()): void {
  if (bytes <= most) return;
  throw new RetrievalError({
    what: `${work} needs more memory than there is`,
    where,
    expected: `at most ${describeBytes(most)}`,
    found: describeBytes(bytes),
    fix,
  });
}
