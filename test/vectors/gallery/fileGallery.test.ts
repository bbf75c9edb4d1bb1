import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeNpy } from '../../../src/vectors/formats/npy.js';
import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { exactSearch } from '../../../src/retrieval/ranking/exactSearch.js';
import { fileGallery } from '../../../src/vectors/gallery/fileGallery.js';
import { galleryBlocks, type GallerySource } from '../../../src/vectors/gallery/gallerySource.js';
import { multiplyPlain } from '../../../src/retrieval/ranking/multiply.js';
import { rankPositivesOf } from '../../../src/retrieval/ranking/rankPositives.js';
import { relevanceFromLabels } from '../../../src/retrieval/ranking/relevance.js';
import { randomMatrix } from '../../retrieval/ranking/matrices.js';

const multiply = multiplyPlain;
const queries = randomMatrix(5, 6, 1);
const gallery = randomMatrix(37, 6, 2);
let folder = '';
let raw = '';
let npy = '';

async function writeRaw(name: string, data: Float32Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, new Uint8Array(data.buffer));
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  raw = await writeRaw('gallery.raw', gallery.data);
  npy = join(folder, 'gallery.npy');
  await writeNpy(npy, { shape: [37, 6], data: gallery.data });
});

afterAll(() => rm(folder, { recursive: true }));

/** Whether this process still holds the file; known on Linux only. */
function isOpen(file: string): boolean {
  if (!existsSync('/proc/self/fd')) return false;
  return readdirSync('/proc/self/fd').some((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === file;
    } catch {
      return false;
    }
  });
}

async function allNumbers(source: GallerySource, rowsPerBlock: number): Promise<number[]> {
  const numbers: number[] = [];
  for await (const block of galleryBlocks(source, rowsPerBlock)) numbers.push(...block.data);
  return numbers;
}

describe('fileGallery', () => {
  test('gives the rows of a raw and of an .npy file, each time from the first one', async () => {
    for (const source of [fileGallery(raw, { columns: 6 }), fileGallery(npy)]) {
      for (const rowsPerBlock of [1, 5, 36, 37, 100]) {
        expect(await allNumbers(source, rowsPerBlock)).toEqual([...gallery.data]);
      }
    }
    expect([isOpen(raw), isOpen(npy)]).toEqual([false, false]);
  });

  test('gives the positions and the search results of the gallery in memory', async () => {
    const relevances = [3, 4].map((labels) =>
      relevanceFromLabels({
        queryLabels: Array.from({ length: 5 }, (_, q) => q % labels),
        galleryLabels: Array.from({ length: 37 }, (_, row) => row % labels),
        junk: Array.from({ length: 5 }, (_, q) => [q, 20 + q]),
      }),
    );
    const source = fileGallery(raw, { columns: 6 });
    const inMemory = await rankPositivesOf(queries, gallery, relevances, { multiply });
    for (const heldBytes of [0, Infinity]) {
      const options = { multiply, heldBytes, rowsPerBlock: 5 };
      expect(await rankPositivesOf(queries, source, relevances, options)).toEqual(inMemory);
    }
    const search = (from: GallerySource): Promise<unknown> =>
      exactSearch({ queries, gallery: from, k: 9, multiply, rowsPerBlock: 5 });
    expect(await search(source)).toEqual(await search(gallery));
  });

  test('names the bad row, and closes the file', async () => {
    for (const bad of [0, NaN, Infinity, -Infinity]) {
      const data = gallery.data.slice();
      if (bad === 0) data.fill(0, 6 * 23, 6 * 24);
      else data[6 * 23 + 2] = bad;
      const file = await writeRaw('bad.raw', data);
      const search = exactSearch({
        queries,
        gallery: fileGallery(file, { columns: 6 }),
        k: 1,
        multiply,
        rowsPerBlock: 4,
      });
      await expect(search).rejects.toThrow(/An embedding has no direction[^]*gallery, row 23/);
      expect(isOpen(file)).toBe(false);
    }
  });

  test('accepts a row at right angles to a query', async () => {
    const flat: EmbeddingMatrix = { data: Float32Array.of(0, 1, 1, 0), rows: 2, columns: 2 };
    const file = await writeRaw('flat.raw', flat.data);
    const query = { data: Float32Array.of(1, 0), rows: 1, columns: 2 };
    const source = fileGallery(file, { columns: 2 });
    expect([...(await exactSearch({ queries: query, gallery: source, k: 2, multiply })).rows]).toEqual([
      1, 0,
    ]);
  });

  test('closes the file when the reader is abandoned midway', async () => {
    for await (const block of galleryBlocks(fileGallery(raw, { columns: 6 }), 4)) {
      expect(block.rows).toBe(4);
      if (existsSync('/proc/self/fd')) expect(isOpen(raw)).toBe(true);
      break;
    }
    expect(isOpen(raw)).toBe(false);
  });

  test('tells that a file became shorter while it was read', async () => {
    const file = await writeRaw('shrinking.raw', gallery.data);
    const reading = async (): Promise<void> => {
      for await (const block of galleryBlocks(fileGallery(file, { columns: 6 }), 2)) {
        if (block.firstRow === 0) await truncate(file, 10 * 6 * 4);
      }
    };
    await expect(reading()).rejects.toThrow(/shorter[^]*shrinking\.raw/);
    expect(isOpen(file)).toBe(false);
  });

  test('refuses files that hold no matrix', async () => {
    const read = (source: GallerySource): Promise<unknown> => allNumbers(source, 4);
    await expect(read(fileGallery(raw, { columns: 7 }))).rejects.toThrow(/multiple of 7 x 4/);
    await expect(read(fileGallery(raw))).rejects.toThrow(/not an \.npy file/);
    const flat = join(folder, 'flat.npy');
    await writeNpy(flat, { shape: [222], data: gallery.data });
    await expect(read(fileGallery(flat))).rejects.toThrow(/float32 \[222\]/);
    await expect(read(fileGallery(join(folder, 'missing.npy')))).rejects.toThrow(/ENOENT/);
    expect(() => fileGallery(raw, { columns: 0 })).toThrow(/columns/);
    expect([isOpen(raw), isOpen(flat)]).toEqual([false, false]);
  });
});
