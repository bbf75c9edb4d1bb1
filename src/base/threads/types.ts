import type { PackedError } from './packedError.js';

/** Functions that threads run. What goes in is cloned, so it is data; what comes out, too, but for arrays of bytes, which a work gives away. */
export type Works = Record<string, (input: never) => Promise<unknown>>;

/** Asks a thread for one piece of work. */
export interface WorkRequest {
  id: number;
  work: string;
  input: unknown;
}

/** How a piece of work ended. */
export type WorkEnd = { value: unknown } | { error: PackedError };

export type WorkAnswer = { id: number } & WorkEnd;

/** Something that does works: a thread, or the calling thread itself. */
export interface Worker {
  run(work: string, input: unknown): Promise<unknown>;
  /** False when it does nothing any more. */
  alive(): boolean;
  close(): Promise<void>;
}
