import type { ByteReader } from './byteReader.js';

/** A global of the pickle that its reader has allowed: what calling it with the pickled arguments makes. */
export type AllowedCall = (args: unknown[]) => unknown;

/** An object that takes a state by the BUILD opcode. */
export interface Buildable {
  setState(state: unknown): void;
}

export interface UnpickleOptions {
  /** `module name` -> its stand-in: a call, or a symbol for a type that is only named. Any other global ends the reading. */
  globals: ReadonlyMap<string, AllowedCall | symbol>;
  /** Resolves persistent identifiers (tensor storages); without it they are refused. */
  persistentLoad?: (id: unknown) => unknown;
}

/** The state of one reading: the pickle language is a small stack machine. */
export interface PickleMachine {
  reader: ByteReader;
  options: UnpickleOptions;
  stack: unknown[];
  marks: number[];
  memo: Map<number, unknown>;
  pop(): unknown;
  /** Everything pushed since the last mark. */
  popMark(): unknown[];
}
