import { RetrievalError } from '../../errors.js';

/** Bytes that lie somewhere: a file, an object of a store, what an address leads to. */
export interface ByteSource {
  /** How errors call it: its path or address. */
  name: string;
  /** Bytes. */
  size: number;
  /** Changes with its content, as far as its keeper tells. */
  stamp: string;
  /** Bytes `start` to `end - 1`. @throws LostObject, RetrievalError. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** An object that cannot be had now, although it may well be whole: no verdict on what is in it. */
export class LostObject extends RetrievalError {}

/** Whether a place is an address of a store or a server rather than a path. */
export function isAddress(place: string): boolean {
  return /^(s3|https?):\/\//.test(place);
}

/** @param found what came instead of it. */
export function lostObject(where: string, found: string, cause?: unknown): LostObject {
  return new LostObject({
    what: 'An object can not be fetched',
    where,
    expected: 'its bytes, after several attempts',
    found,
    fix: 'run the same command again once the server answers; what is finished is kept',
    cause,
  });
}

/** The error of an address that leads to nothing, or to what may not be read. */
export function noObject(where: string, found: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'There is no such object',
    where,
    expected: 'an object that may be read',
    found,
    fix: 'correct the address, or the right to read it',
    kind: 'data',
    cause,
  });
}
