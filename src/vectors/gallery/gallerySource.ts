import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { checkFilled, checkSameDimension } from './checkInput.js';

/**
 * A gallery in memory, or a function that starts reading its pieces from the first row each time it is called. Pieces of
 * `rowsPerBlock` rows are used where they lie, others are put together first. A piece is only read until the next one is
 * asked for.
 */
export type GallerySource = EmbeddingMatrix | ((rowsPerBlock: number) => AsyncIterable<EmbeddingMatrix>);

/** Consecutive gallery rows. */
export interface GalleryBlock extends EmbeddingMatrix {
  /** Gallery row of the first row of the block. */
  firstRow: number;
}

/**
 * The gallery in blocks of exactly `rowsPerBlock` rows (the last may be shorter), however the source cuts it, so that
 * the products do not depend on where the gallery lies. A block is only valid until the next one is asked for.
 *
 * @param start gallery row of the source's first row, where it is a part of a gallery
 * @throws RetrievalError for numbers that do not fill their piece, or pieces of different dimension.
 */
export async function* galleryBlocks(
  source: GallerySource,
  rowsPerBlock: number,
  start = 0,
): AsyncGenerator<GalleryBlock> {
  if (typeof source !== 'function') {
    checkFilled(source, 'gallery');
    for (const block of slices(source, rowsPerBlock)) yield { ...block, firstRow: start + block.firstRow };
    return;
  }
  let first: EmbeddingMatrix | undefined;
  let buffer: EmbeddingMatrix | undefined;
  let [filled, firstRow] = [0, start];
  for await (const piece of source(rowsPerBlock)) {
    first ??= piece;
    checkSameDimension(first, piece, 'two blocks of the gallery');
    checkFilled(piece, 'gallery');
    for (let taken = 0; taken < piece.rows;) {
      const rows = rowsOf(piece, taken, Math.min(rowsPerBlock - filled, piece.rows - taken));
      taken += rows.rows;
      if (rows.rows < rowsPerBlock) {
        buffer ??= emptyMatrix(rowsPerBlock, piece.columns);
        buffer.data.set(rows.data, filled * piece.columns);
        filled += rows.rows;
        if (filled < rowsPerBlock) continue;
        filled = 0;
        yield { ...buffer, firstRow };
      } else {
        yield { ...rows, firstRow };
      }
      firstRow += rowsPerBlock;
    }
  }
  if (buffer && filled > 0) yield { ...rowsOf(buffer, 0, filled), firstRow };
}

/**
 * Galleries one after the other as one, such as a benchmark's and its distractors; nothing is held.
 *
 * @throws RetrievalError when reading: for galleries of different dimension, or as the sources do.
 */
export function joinSources(
  sources: readonly GallerySource[],
): (rowsPerBlock: number) => AsyncGenerator<EmbeddingMatrix> {
  return async function* (rowsPerBlock) {
    let first: EmbeddingMatrix | undefined;
    for (const source of sources) {
      const pieces = typeof source === 'function' ? source(rowsPerBlock) : slices(source, rowsPerBlock);
      for await (const piece of pieces) {
        first ??= piece;
        checkSameDimension(first, piece, 'two files of the gallery');
        yield piece;
      }
    }
  };
}

/** A gallery of which any rows can be read. */
export interface RowGallery {
  rows: number;
  /** Rows `first` to `end - 1`, read where they lie. */
  part: (first: number, end: number) => GallerySource;
}

/** What of each of several galleries lies among rows `first` to `end - 1` of all of them after each other. */
export function partsOf(galleries: readonly RowGallery[], first: number, end: number): GallerySource[] {
  let start = 0;
  return galleries.flatMap(({ rows, part }) => {
    const [from, to] = [Math.max(0, first - start), Math.min(rows, end - start)];
    start += rows;
    return from < to ? [part(from, to)] : [];
  });
}

/** A view of consecutive rows. */
export function rowsOf(matrix: EmbeddingMatrix, first: number, count: number): EmbeddingMatrix {
  const { columns } = matrix;
  return { data: matrix.data.subarray(first * columns, (first + count) * columns), rows: count, columns };
}

function* slices(matrix: EmbeddingMatrix, rowsPerBlock: number): Generator<GalleryBlock> {
  for (let firstRow = 0; firstRow < matrix.rows; firstRow += rowsPerBlock) {
    yield { ...rowsOf(matrix, firstRow, Math.min(rowsPerBlock, matrix.rows - firstRow)), firstRow };
  }
}

function emptyMatrix(rows: number, columns: number): EmbeddingMatrix {
  return { data: new Float32Array(rows * columns), rows, columns };
}
