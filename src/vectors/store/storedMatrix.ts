import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { jsonObject } from '../../base/config/jsonObject.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { setFileAside } from '../../base/files/setAside.js';
import { owningFolder } from '../../base/files/owning.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../embeddingMatrix.js';
import { checkVectorMemory } from '../vectorMemory.js';
import { encodeNpy, readNpyMatrix } from '../formats/npy.js';

/** A matrix to take from the store, or to compute and store in chunks of rows. */
export interface StoredMatrixRequest {
  /** Everything that the numbers depend on: model identity, data set fingerprint, rows, framing ... */
  description: Record<string, string | number>;
  rows: number;
  columns: number;
  /** The numbers of rows `first` to `first + count - 1`. */
  compute: (first: number, count: number) => Promise<Float32Array>;
  /** Told after each chunk, stored or computed. */
  onProgress?: (rowsDone: number) => void;
  /** Default 512. */
  rowsPerChunk?: number;
  /** Default `data/cache/embeddings` of the workspace. */
  folder?: string;
}

const manifestSchema = z.object({
  description: z.record(z.string(), z.union([z.string(), z.number()])),
  rows: z.number(),
  columns: z.number(),
  rowsPerChunk: z.number(),
  /** SHA-256 of each chunk's file by chunk number. */
  checksums: z.record(z.string(), z.string()),
});
type Manifest = z.output<typeof manifestSchema>;

const manifestName = 'manifest.json';

/**
 * Reads a matrix from the store. Chunks that are missing or do not have their checksum are computed and stored, so
 * that an interrupted computation goes on where it stopped. While another process computes it this one waits for it.
 *
 * @throws RetrievalError for a matrix that memory can't hold.
 */
export async function storedMatrix(request: StoredMatrixRequest): Promise<EmbeddingMatrix> {
  const root = request.folder ?? workspacePath('data', 'cache', 'embeddings');
  const folder = join(root, storeKey(request));
  checkVectorMemory(request.rows, request.columns, folder);
  return (
    (await readMatrix(folder, request)) ??
    (await owningFolder(folder, () => readMatrix(folder, request, request.compute), { wait: true }))!
  );
}

/** Reads the matrix; chunks that are missing are computed and stored, or make it as a whole missing. */
async function readMatrix(
  folder: string,
  { description, rows, columns, onProgress, rowsPerChunk = 512 }: StoredMatrixRequest,
  compute?: StoredMatrixRequest['compute'],
): Promise<EmbeddingMatrix | undefined> {
  const blank: Manifest = { description, rows, columns, rowsPerChunk, checksums: {} };
  const manifest = (await readManifest(folder, blank)) ?? blank;
  const data = new Float32Array(rows * columns);
  for (let first = 0, chunk = 0; first < rows; first += rowsPerChunk, chunk++) {
    const count = Math.min(rowsPerChunk, rows - first);
    const file = join(folder, chunkName(chunk));
    const stored = await readChunk(file, manifest.checksums[chunk], count, columns);
    if (!stored && compute && manifest.checksums[chunk]) setDamagedAside(file);
    const numbers = stored ?? (await compute?.(first, count));
    if (!numbers) return undefined;
    if (!stored) await storeChunk(folder, manifest, chunk, [count, columns], numbers);
    data.set(numbers, first * columns);
    onProgress?.(first + count);
  }
  return embeddingMatrix(data, rows, columns);
}

function storeKey({ description, rows, columns, rowsPerChunk = 512 }: StoredMatrixRequest): string {
  const parts = { ...description, rows, columns, rowsPerChunk };
  const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256OfBytes(JSON.stringify(sorted)).slice(0, 32);
}

function chunkName(chunk: number): string {
  return `rows-${String(chunk).padStart(5, '0')}.npy`;
}

/** The manifest of this very matrix; without it all chunks count as missing and are computed again. */
async function readManifest(folder: string, blank: Manifest): Promise<Manifest | undefined> {
  const file = join(folder, manifestName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { data } = manifestSchema.safeParse(jsonObject(text));
  if (data) {
    if (isDeepStrictEqual({ ...data, checksums: {} }, blank)) return data;
  }
  console.warn(
    `${file} ${data ? 'is that of other vectors' : 'is damaged'}; the vectors are computed again.`,
  );
  return undefined;
}

function setDamagedAside(file: string): void {
  const again = 'its vectors are computed again';
  const wasThere = setFileAside(file, 'is not what was stored', again);
  if (!wasThere) console.warn(`${file} is missing, and ${again}.`);
}

/** A chunk's numbers, or nothing when it is missing or not the one that was stored. */
async function readChunk(
  file: string,
  checksum: string | undefined,
  rows: number,
  columns: number,
): Promise<Float32Array | undefined> {
  if (!checksum) return undefined;
  try {
    if (sha256OfBytes(await readFile(file)) !== checksum) return undefined;
    const matrix = await readNpyMatrix(file);
    return matrix.rows === rows && matrix.columns === columns ? matrix.data : undefined;
  } catch {
    return undefined;
  }
}

/** The manifest follows the chunk, so that a chunk it names is always whole. */
async function storeChunk(
  folder: string,
  manifest: Manifest,
  chunk: number,
  shape: number[],
  numbers: Float32Array,
): Promise<void> {
  const bytes = encodeNpy({ shape, data: numbers });
  await atomicWrite(join(folder, chunkName(chunk)), bytes);
  manifest.checksums[chunk] = sha256OfBytes(bytes);
  await atomicWrite(join(folder, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
}
