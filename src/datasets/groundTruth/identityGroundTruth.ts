import { RetrievalError } from '../../errors.js';
import type { IdentityGroundTruth } from './types.js';

/** A picture and what is on it. */
export interface IdentifiedPicture {
  id: string;
  identity: string;
}

/**
 * Ground truth by identity: the gallery rows of a query's identity are its positives, and a gallery row with the query's
 * own id is left out of its ranking.
 *
 * @throws RetrievalError for no query, no gallery, or an id that comes twice on one side.
 */
export function identityGroundTruth(
  queries: readonly IdentifiedPicture[],
  gallery: readonly IdentifiedPicture[],
): IdentityGroundTruth {
  const numbers = new Map<string, number>();
  const numberOf = ({ identity }: IdentifiedPicture): number => {
    const number = numbers.get(identity) ?? numbers.size;
    numbers.set(identity, number);
    return number;
  };
  const galleryRows = rowsById(gallery, 'gallery');
  rowsById(queries, 'queries');
  return {
    kind: 'identity',
    galleryIds: gallery.map(({ id }) => id),
    queryIds: queries.map(({ id }) => id),
    galleryIdentities: Int32Array.from(gallery, numberOf),
    queryIdentities: Int32Array.from(queries, numberOf),
    selfInGallery: Int32Array.from(queries, ({ id }) => galleryRows.get(id) ?? -1),
  };
}

function rowsById(pictures: readonly IdentifiedPicture[], where: string): Map<string, number> {
  const rows = new Map(pictures.map(({ id }, row) => [id, row]));
  if (rows.size > 0 && rows.size === pictures.length) return rows;
  throw new RetrievalError({
    what: rows.size === 0 ? 'The ground truth has no picture to search' : 'A picture comes twice',
    where,
    expected: 'at least one picture, every id once',
    found: `${pictures.length} pictures with ${rows.size} ids`,
  });
}
