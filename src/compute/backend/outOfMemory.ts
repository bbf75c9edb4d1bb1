import { describeBytes } from '../../base/describeBytes.js';
import { RetrievalError } from '../../errors.js';
import { deviceMemory } from './deviceMemory.js';

/** Whether TensorFlow could not have the memory that it wanted, which nobody has put into words yet. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof RetrievalError) return false;
  return /TF_Status: 8\b|OOM when allocating/.test(error.message);
}

/** Work that the device's memory did not hold. */
export interface MemoryWork {
  /** As in `The memory of the device does not hold ...`. */
  what: string;
  where: string;
  /** What it was estimated to take, in bytes; left out where it cannot be. */
  estimate?: number | undefined;
  /** What to lower. */
  fix: string;
}

/** The error of work that ran out of memory: what it takes by the estimate, what the device has, and what to lower. */
export function outOfMemory(cause: unknown, { what, where, estimate, fix }: MemoryWork): RetrievalError {
  const { bytes, unusedBytes } = deviceMemory();
  const unused = unusedBytes === undefined ? '' : `, ${describeBytes(unusedBytes)} of them still free`;
  return new RetrievalError({
    what: `The memory of the device does not hold ${what}`,
    where,
    ...(Number.isFinite(bytes) && { expected: `at most the ${describeBytes(bytes)} of the device${unused}` }),
    found: `${estimate === undefined ? 'no estimate' : `an estimate of ${describeBytes(estimate)}`}; TensorFlow: ${reasonOf(cause)}`,
    fix,
    cause,
  });
}

function reasonOf(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause)
    .split('\n')
    .slice(0, 3)
    .join(' ');
}
