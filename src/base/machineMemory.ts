import { totalmem } from 'node:os';

/** Bytes of memory that this process may use: the machine's, or its control group's where that has less. */
export function machineMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
