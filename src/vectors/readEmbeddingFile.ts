import { sha256OfFile } from '../base/files/sha256.js';
import { localCopy } from './localCopy.js';
import { openEmbeddingFile } from './openEmbeddingFile.js';
import type { EmbeddingFile, EmbeddingFileOptions } from './types.js';

/**
 * Reads embeddings and their ids from an `.npy`, `.npz`, safetensors, Parquet or MATLAB 5 file, which is recognised by
 * its content; also behind an `https://` or `s3://` address, of which a copy is kept. Float16, bfloat16 and float64 become float32; integers are taken where float32 holds them exactly.
 *
 * @throws RetrievalError for a file that is damaged, of another kind, or does not say which array is meant. Pickles are
 *   never run.
 * @example
 * const { matrix, ids } = await readEmbeddingFile('vectors.npz');
 * console.log(matrix.rows, matrix.columns, ids?.[0]); // 24 4 label0/p0.jpg
 */
export async function readEmbeddingFile(
  path: string,
  options: EmbeddingFileOptions = {},
): Promise<EmbeddingFile> {
  const { ids, idsFrom, read } = await openEmbeddingFile(path, options);
  const matrix = await read();
  return { matrix, ...(ids && { ids, idsFrom }), path, sha256: await sha256OfFile(await localCopy(path)) };
}
