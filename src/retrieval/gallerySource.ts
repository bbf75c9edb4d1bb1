import type { EmbeddingMatrix } from '../embeddings/embeddingMatrix.js';
import { checkEmbeddings, checkSameDimension } from './checkInput.js';

/** A gallery in memory, or a function that starts reading its blocks from the first row each time it is called. */
export type GallerySource = EmbeddingMatrix | (() => AsyncIterable<EmbeddingMatrix>);

/** Consecutive gallery rows. */
export interface GalleryBlock extends EmbeddingMatrix {
  /** Gallery row of the first row of the block. */
  firstRow: number;
}

/**
 * The gallery in blocks of exactly `rowsPerBlock` rows (the last may be shorter), however the source cuts it, so that
 * the products do not depend on where the gallery lies. A block is only valid until the next one is asked for.
 *
 * @throws RetrievalError for a zero vector, a number that is not finite, or blocks of different dimension.
 */
export async function* galleryBlocks(
  source: GallerySource,
  rowsPerBlock: number,
): AsyncGenerator<GalleryBlock> {
  if (typeof source !== 'function') {
    checkEmbeddings(source, 'gallery');
    yield* slices(source, rowsPerBlock);
    return;
  }
  let buffer: EmbeddingMatrix | undefined;
  let filled = 0;
  let firstRow = 0;
  for await (const piece of source()) {
    buffer ??= emptyMatrix(rowsPerBlock, piece.columns);
    checkSameDimension(buffer, piece, 'two blocks of the gallery');
    checkEmbeddings(piece, 'gallery', firstRow + filled);
    for (let taken = 0; taken < piece.rows;) {
      const count = Math.min(rowsPerBlock - filled, piece.rows - taken);
      buffer.data.set(rowsOf(piece, taken, count).data, filled * piece.columns);
      taken += count;
      filled += count;
      if (filled < rowsPerBlock) continue;
      yield { ...buffer, firstRow };
      firstRow += filled;
      filled = 0;
    }
  }
  if (buffer && filled > 0) yield { ...rowsOf(buffer, 0, filled), firstRow };
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
