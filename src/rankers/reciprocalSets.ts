import type { RankedLists } from './types.js';

/** Share of a neighbour's own reciprocal set that must be known already for it to be taken in. */
const sharedPart = 2 / 3;

/**
 * The k-reciprocal neighbours of each picture, expanded: those of its first `k1` (and itself) that name it among their
 * first `k1`, and of each of them those of half as many, when more than two thirds of these are in the set already
 * (Zhong et al. 2017, eq. 3).
 * @param nearest lists of more than `k1` places
 * @returns of each picture the ascending rows of its set
 */
export function reciprocalSets(nearest: RankedLists, k1: number): Int32Array[] {
  const whole = mutual(nearest, k1 + 1);
  const half = mutual(nearest, Math.round(k1 / 2) + 1);
  return whole.map((set) => {
    const known = new Set(set);
    const expanded = new Set(set);
    for (const member of set) {
      const candidates = half[member]!;
      let shared = 0;
      for (const candidate of candidates) if (known.has(candidate)) shared++;
      if (shared <= sharedPart * candidates.length) continue;
      for (const candidate of candidates) expanded.add(candidate);
    }
    return Int32Array.from(expanded).sort();
  });
}

/** Of each picture those of its first `places` that have it among theirs. */
function mutual({ rows, length, indices }: RankedLists, places: number): Int32Array[] {
  const first = (row: number) => indices.subarray(row * length, row * length + places);
  return Array.from({ length: rows }, (_, row) => first(row).filter((other) => first(other).includes(row)));
}
