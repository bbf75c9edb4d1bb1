import { RetrievalError } from '../../errors.js';
import { checkFinite } from '../../vectors/gallery/checkInput.js';
import { isotonicRegression } from './isotonicRegression.js';
import type { MappedPoints, SimilarityPairs } from './points.js';

/**
 * The rising function that is closest to pairs of similarities in least squares: isotonic regression, which has no
 * parameters. Pairs with the same gallery similarity get the same value.
 *
 * @returns one point for each pair, in ascending order of the gallery similarity
 * @throws RetrievalError for lists of unequal length, and for numbers that are not finite.
 */
export function isotonicPoints({ gallery, query }: SimilarityPairs): MappedPoints {
  if (gallery.length !== query.length) {
    throw new RetrievalError({
      what: 'Every gallery similarity needs the query similarity of the same pair',
      where: 'pairs',
      expected: `${gallery.length} query similarities`,
      found: String(query.length),
      kind: 'usage',
    });
  }
  checkFinite(gallery, 'pairs.gallery');
  checkFinite(query, 'pairs.query');
  // Equal gallery similarities rise in this order, so that a falling fit has to pool them.
  const falling = [...gallery.keys()].sort((a, b) => gallery[b]! - gallery[a]! || query[a]! - query[b]!);
  const fitted = isotonicRegression(falling.map((n) => query[n]!));
  return { gallery: falling.map((n) => gallery[n]!).reverse(), mapped: Array.from(fitted).reverse() };
}
