import { exactSearch } from '../../retrieval/ranking/exactSearch.js';
import { multiplyPlain } from '../../retrieval/ranking/multiply.js';
import { embeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';
import type { Found } from '../description.js';

/** A gallery as far as a search looks at it. */
export interface SearchableGallery {
  source: GallerySource;
  /** D. */
  columns: number;
  id(row: number): string;
  label(row: number): string;
}

export interface VectorQuery {
  /** `[D]` */
  vector: Float32Array;
  /** Results. */
  top: number;
  /** Gallery row that is the query itself and is left out. */
  without?: number | undefined;
}

/**
 * The gallery's best rows for a vector, best first. The numbers do not depend on where it runs: server and page multiply in
 * the same plain way.
 */
export async function searchGallery(
  gallery: SearchableGallery,
  { vector, top, without = -1 }: VectorQuery,
): Promise<Found[]> {
  const { rows, scores } = await exactSearch({
    queries: embeddingMatrix(vector, 1, gallery.columns),
    gallery: gallery.source,
    k: top,
    selfInGallery: [without],
    multiply: multiplyPlain,
  });
  return Array.from(rows, (row, n) => ({
    rank: n + 1,
    row,
    id: row < 0 ? '' : gallery.id(row),
    label: row < 0 ? '' : gallery.label(row),
    similarity: scores[n]!,
  })).filter(({ row }) => row >= 0);
}
