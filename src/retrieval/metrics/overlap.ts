import { RetrievalError } from '../../errors.js';
import { checkRanking } from '../../vectors/checks/checkNumbers.js';
import { checkCount, checkLength } from '../../vectors/gallery/checkInput.js';

/**
 * Items that two rankings share in their first 1, 2, ... `depth` places.
 *
 * @param a ranking of rows `0 .. n-1`, best first; that it is one is not checked here
 * @param b another ranking of the same rows
 * @returns `[depth]`; entry `d` is `|A_{d+1} n B_{d+1}|`
 * @throws RetrievalError for rankings of unequal length or a depth that is not in `1 .. n`.
 */
export function sharedCounts(a: Int32Array, b: Int32Array, depth = a.length): Int32Array {
  checkLength(b, a.length, 'the second ranking');
  checkCount(depth, 'depth');
  if (depth > a.length) throw depthTooLarge(depth, a.length);
  const seen = new Uint8Array(a.length);
  const counts = new Int32Array(depth);
  let shared = 0;
  for (let d = 0; d < depth; d++) {
    // A row is shared once both rankings have shown it.
    shared += seen[a[d]!]!;
    seen[a[d]!] = 1;
    shared += seen[b[d]!]!;
    seen[b[d]!] = 1;
    counts[d] = shared;
  }
  return counts;
}

/**
 * `|A_k n B_k| / k`, in [0, 1], of two rankings of the rows `0 .. n-1`.
 * @throws RetrievalError for lists that are no rankings of the same rows, and a depth that is not in `1 .. n`.
 */
export function overlapAt(a: Int32Array, b: Int32Array, k: number): number {
  checkRankings(a, b);
  return sharedCounts(a, b, k)[k - 1]! / k;
}

/** `|A_k n B_k| / |A_k u B_k|`, in [0, 1]. Throws as `overlapAt` does. */
export function jaccardAt(a: Int32Array, b: Int32Array, k: number): number {
  return jaccardOfOverlap(overlapAt(a, b, k));
}

/** Two lists of equal length k share `o k` items and hold `(2 - o) k` different ones. */
export function jaccardOfOverlap(overlap: number): number {
  return overlap / (2 - overlap);
}

/** Refuses two lists that are no rankings of the same rows. */
export function checkRankings(a: ArrayLike<number>, b: ArrayLike<number>): void {
  checkRanking(a, 'the first ranking');
  checkRanking(b, 'the second ranking');
  checkLength(b, a.length, 'the second ranking');
}

function depthTooLarge(depth: number, length: number): RetrievalError {
  return new RetrievalError({
    what: 'The depth goes past the end of the ranking',
    where: 'depth',
    expected: `at most ${length}`,
    found: String(depth),
  });
}
