import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { joinSources, type GallerySource } from '../../vectors/gallery/gallerySource.js';

/** What is done with the vectors of a gallery while they pass. */
export interface PassingVectors {
  /** Divides each vector by its length, so that the inner product is the cosine. Default: as they are. */
  normalise?: boolean;
  /** Told the shortest and the longest length so far, and the rows read. */
  onRows?: (lengths: GalleryLengths) => void;
  /** Stops the reading between two pieces. */
  signal?: AbortSignal;
}

/** Lengths of the vectors of a gallery as they lie in its files. */
export interface GalleryLengths {
  rows: number;
  shortest: number;
  longest: number;
}

/** `joinSources`, with something done to the vectors as they pass. */
export function joinGalleries(
  sources: readonly GallerySource[],
  passing: PassingVectors = {},
): (rowsPerBlock: number) => AsyncGenerator<EmbeddingMatrix> {
  return (rowsPerBlock) => pieces(sources, rowsPerBlock, passing);
}

async function* pieces(
  sources: readonly GallerySource[],
  rowsPerBlock: number,
  { normalise = false, onRows, signal }: PassingVectors,
): AsyncGenerator<EmbeddingMatrix> {
  const seen: GalleryLengths = { rows: 0, shortest: Infinity, longest: 0 };
  for await (const piece of joinSources(sources)(rowsPerBlock)) {
    signal?.throwIfAborted();
    yield measured(piece, normalise, seen);
    onRows?.(seen);
  }
}

/** Notes the lengths; a vector without one (zero, not finite) is left for the search to refuse. */
function measured(piece: EmbeddingMatrix, normalise: boolean, seen: GalleryLengths): EmbeddingMatrix {
  const { rows, columns } = piece;
  const data = normalise ? piece.data.slice() : piece.data;
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) squares += data[i]! * data[i]!;
    const length = Math.sqrt(squares);
    seen.shortest = Math.min(seen.shortest, length);
    seen.longest = Math.max(seen.longest, length);
    if (!normalise || !(length > 0 && length < Infinity)) continue;
    for (let i = row * columns; i < (row + 1) * columns; i++) data[i]! /= length;
  }
  seen.rows += rows;
  return { data, rows, columns };
}
