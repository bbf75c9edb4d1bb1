import type { Arrangement } from './arrange.js';
import type { FileNumbers } from './fileNumbers.js';

/** The numbers of a two-dimensional array in the order of the file. */
export interface StoredNumbers {
  data: Float32Array;
  arrangement: Arrangement;
}

/** A two-dimensional array of numbers in a file. */
export interface StoredArray {
  /** Empty in a file of one array without a name. */
  name: string;
  /** Its shape, or its type where only reading tells the shape. */
  description: string;
  /** Its shape as the file names it, found without reading its numbers. */
  shape: () => Promise<Arrangement['shape']>;
  read: () => Promise<StoredNumbers>;
  /** Where the numbers lie, if they can be read in pieces. */
  inFile?: { numbers: FileNumbers; arrangement: Arrangement };
}

/** A list in a file that can be ids. */
export interface StoredList {
  name: string;
  read: () => Promise<string[]>;
}

/** What a file of embeddings holds, before it is decided which of it is used. */
export interface Container {
  path: string;
  /** What the file calls its arrays, for messages. */
  noun: 'array' | 'tensor' | 'column';
  arrays: StoredArray[];
  lists: StoredList[];
  /** Everything that is no such array, described for messages: `labels: <i8 [100]`. */
  others: string[];
  /** How what is not read can be made readable. */
  advice?: string;
}
