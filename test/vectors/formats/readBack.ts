import { expect } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import type { EmbeddingFileOptions } from '../../../src/vectors/types.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

/** What most files of the tests hold. */
export const rows = [
  [1, 2, 3],
  [4, 5, 6],
];
export const numbers = [1, 2, 3, 4, 5, 6];

/** Writes bytes into a folder of the test file and reads them back. */
export function embeddingFiles() {
  const file = temporaryFolder();
  const open = (name: string, bytes: string | Uint8Array, options?: EmbeddingFileOptions) =>
    readEmbeddingFile(file(name, bytes), options);
  return {
    file,
    open,
    /** The rows that a file gives, as lists, and its ids. */
    read: async (name: string, bytes: string | Uint8Array, options?: EmbeddingFileOptions) => {
      const { matrix, ids } = await open(name, bytes, options);
      const { data, rows: count, columns } = matrix;
      return {
        rows: Array.from({ length: count }, (_, i) => [...data.slice(i * columns, (i + 1) * columns)]),
        ids,
      };
    },
    /** Reads damaged bytes: the vectors, or nothing after a proper error. Any other error fails the test. */
    survive: async (name: string, bytes: Uint8Array): Promise<Float32Array | undefined> => {
      try {
        return (await open(name, bytes)).matrix.data;
      } catch (error) {
        if (!(error instanceof RetrievalError)) throw error;
        expect(error.details.where).toContain(name);
        return undefined;
      }
    },
  };
}
