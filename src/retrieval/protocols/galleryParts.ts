import { partsOf, type GallerySource, type RowGallery } from '../../vectors/gallery/gallerySource.js';
import { joinGalleries, type PassingVectors } from './joinGalleries.js';
import { keptRows } from './keptRows.js';

/**
 * Reads rows `first` to `end - 1` of a gallery that is searched.
 *
 * @param onRows told the lengths of the vectors that pass
 */
export type GalleryReader = (first: number, end: number, onRows?: PassingVectors['onRows']) => GallerySource;

/**
 * Reads any rows of galleries one after the other.
 *
 * @param keep 1 for each row that is searched; the others do not count as rows. Default: all are.
 */
export function galleryParts(
  galleries: readonly RowGallery[],
  { normalise, signal }: PassingVectors,
  keep?: Uint8Array,
): GalleryReader {
  const read = (first: number, end: number, onRows: PassingVectors['onRows']) =>
    joinGalleries(partsOf(galleries, first, end), { normalise, signal, onRows });
  if (!keep) return read;
  const places = placesOf(keep);
  return (first, end, onRows) => {
    // Rows that are left out pass with the one behind them, the last ones with the one before.
    const from = first === 0 ? 0 : places[first]!;
    const to = end === places.length ? keep.length : places[end]!;
    return keptRows(read(from, to, onRows), keep.subarray(from, to));
  };
}

/** The rows that are kept. */
function placesOf(keep: Uint8Array): Int32Array {
  const places = new Int32Array(keep.reduce((sum, kept) => sum + kept, 0));
  let filled = 0;
  keep.forEach((kept, row) => {
    if (kept) places[filled++] = row;
  });
  return places;
}
