import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import { makeFolder } from '../base/files/makeFolder.js';
import { openRegular } from '../base/files/regularFile.js';
import { RetrievalError } from '../errors.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { encodeNpy } from '../vectors/formats/npy.js';
import { formatNpyHeader } from '../vectors/formats/npyHeader.js';
import { fileGallery } from '../vectors/gallery/fileGallery.js';
import { galleryBlocks } from '../vectors/gallery/gallerySource.js';
import type { EnginePlace, HeldRows, IndexRows } from './types.js';

/** Vectors of an index in .npy files, one for each rows that were added at once. */
export interface VectorFiles {
  readonly add: (rows: IndexRows) => Promise<void>;
  /** All rows in order, without those that were removed. */
  readonly held: () => AsyncGenerator<HeldRows>;
  /** Some rows, in the order asked for. */
  read(rows: ArrayLike<number>): Promise<EmbeddingMatrix>;
}

/** Rows read at once. */
const rowsPerBlock = 4096;
/** Vectors that are read at the same time. */
const readsAtOnce = 16;
const nameOf = (firstRow: number): string => `rows-${String(firstRow).padStart(10, '0')}.npy`;

/** Opens the files of a place, which may have none yet; those of rows that were never saved are passed over. */
export async function openVectorFiles(
  { folder, columns, rows, removed }: EnginePlace,
  gone = new Set(removed),
): Promise<VectorFiles> {
  await makeFolder(folder);
  const firsts = (await readdir(folder))
    .flatMap((name) => /^rows-(\d{10})\.npy$/.exec(name)?.[1] ?? [])
    .map(Number)
    .filter((first) => first < rows)
    .sort((a, b) => a - b);
  let total = rows;
  return {
    async add({ firstRow, vectors }) {
      const npy = encodeNpy({ shape: [vectors.rows, columns], data: vectors.data });
      await atomicWrite(join(folder, nameOf(firstRow)), npy);
      firsts.push(firstRow);
      total = firstRow + vectors.rows;
    },
    async *held() {
      for (const first of firsts) {
        for await (const block of galleryBlocks(fileGallery(join(folder, nameOf(first))), rowsPerBlock))
          yield withoutRemoved(block, first + block.firstRow, gone);
      }
    },
    async read(wanted) {
      const data = new Float32Array(wanted.length * columns);
      const places = Array.from(wanted, (row, n) => ({ row, n })).sort((a, b) => a.row - b.row);
      for (const [at, first] of firsts.entries()) {
        const end = firsts[at + 1] ?? total;
        const here = places.filter(({ row }) => row >= first && row < end);
        if (here.length > 0) await readFrom(join(folder, nameOf(first)), first, end, here, data, columns);
      }
      return embeddingMatrix(data, wanted.length, columns);
    },
  };
}

async function readFrom(
  file: string,
  first: number,
  end: number,
  places: readonly { row: number; n: number }[],
  data: Float32Array,
  columns: number,
): Promise<void> {
  const start = formatNpyHeader('float32', [end - first, columns]).length;
  const handle = await openRegular(file);
  try {
    await forEachConcurrently(
      places.length,
      async (at) => {
        const { row, n } = places[at]!;
        const view = new Uint8Array(data.buffer, n * columns * 4, columns * 4);
        const { bytesRead } = await handle.read(view, 0, view.length, start + (row - first) * columns * 4);
        if (bytesRead !== view.length) throw shorter(file, row);
      },
      readsAtOnce,
    );
  } finally {
    await handle.close();
  }
}

function withoutRemoved(block: EmbeddingMatrix, first: number, gone: ReadonlySet<number>): HeldRows {
  const all = Int32Array.from({ length: block.rows }, (_, n) => first + n);
  const rows = gone.size === 0 ? all : all.filter((row) => !gone.has(row));
  if (rows.length === all.length) return { rows, vectors: block };
  const { columns } = block;
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, n) =>
    data.set(block.data.subarray((row - first) * columns, (row - first + 1) * columns), n * columns),
  );
  return { rows, vectors: { data, rows: rows.length, columns } };
}

function shorter(file: string, row: number): RetrievalError {
  return new RetrievalError({
    what: 'A file of the index became shorter while it was read',
    where: file,
    expected: `the vector of row ${row}`,
    fix: 'build the index again',
    kind: 'data',
  });
}
