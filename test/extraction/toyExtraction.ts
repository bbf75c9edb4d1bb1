import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { extractPhotos, type PhotoExtraction } from '../../src/extraction/extractPhotos.js';
import type { PhotoRecord } from '../../src/extraction/photoChunks.js';
import type { RetrievalError } from '../../src/errors.js';
import { toyPhotoModel, writePhotos } from './toyPhotos.js';

/** Eleven photos, some of equal size. */
export let photos: PhotoRecord[];
/** Where a test's vectors go. */
export let folder: string;

/** Writes the photos for the tests of a file and gives each a folder of its own. */
export function extractionFolders(): void {
  const photoFolder = mkdtempSync(join(tmpdir(), 'photos-'));
  beforeAll(async () => {
    await selectBackend();
    const sizes: [number, number][] = [
      [40, 30],
      [30, 40],
      [40, 30],
      [64, 48],
      [7, 5],
      [300, 2],
      [2, 90],
      [1, 1],
      [40, 30],
      [33, 33],
      [40, 30],
    ];
    photos = await writePhotos(photoFolder, sizes);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'extraction-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  afterAll(() => rmSync(photoFolder, { recursive: true }));
}

/** The photos into the folder's `vectors.npy`, in chunks of four. */
export const extraction = (more: Partial<PhotoExtraction> = {}): PhotoExtraction => ({
  model: toyPhotoModel(),
  photos,
  out: join(folder, 'vectors.npy'),
  longestSide: 32,
  photosPerChunk: 4,
  ...more,
});

export const bytesOf = (name = 'vectors.npy') => readFileSync(join(folder, name));

export const errorOf = (work: Promise<unknown>): Promise<RetrievalError> =>
  work.then(
    () => expect.unreachable(),
    (error: RetrievalError) => error,
  );

/** Runs to the end in another folder and gives the bytes. */
export async function uninterrupted(more: Partial<PhotoExtraction> = {}): Promise<Buffer> {
  const other = mkdtempSync(join(tmpdir(), 'whole-'));
  await extractPhotos(extraction({ ...more, out: join(other, 'vectors.npy') }));
  const bytes = readFileSync(join(other, 'vectors.npy'));
  rmSync(other, { recursive: true });
  return bytes;
}
