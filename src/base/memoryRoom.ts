import { RetrievalError } from '../errors.js';
import { describeBytes } from './describeBytes.js';

let memoryRoom = (): number => Infinity;

/** Says how to find out the bytes that may be used; a browser does not tell. */
export function tellMemoryRoom(room: () => number): void {
  memoryRoom = room;
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
 * @param room bytes that there are; default: as `tellMemoryRoom` said, without which nothing is refused
 * @throws RetrievalError with what it would take, what there is and what to lower.
 */
export function checkMemory(bytes: number, { work, where, fix }: MemoryUse, room = memoryRoom()): void {
  if (bytes <= room) return;
  throw new RetrievalError({
    what: `${work} needs more memory than there is`,
    where,
    expected: `at most ${describeBytes(room)}`,
    found: describeBytes(bytes),
    fix,
  });
}
