import { RetrievalError } from '../../errors.js';
import { checkRankings, sharedCounts } from './overlap.js';

/** Rank-biased overlap of two rankings, both forms in [0, 1]. */
export interface RankBiasedOverlap {
  /** The sum up to the depth: a lower bound, below 1 even for equal lists. */
  truncated: number;
  /** As if the agreement at the depth went on for ever; 1 for equal lists. */
  extrapolated: number;
}

/** Options of `rankBiasedOverlap`. */
export interface RankBiasedOverlapOptions {
  /** Chance that a reader goes on to the next item, in (0, 1), default 0.9: the first ten items weigh 86 %. */
  persistence?: number;
  /** Default: the whole list. */
  depth?: number;
}

/**
 * Rank-biased overlap (Webber, Moffat and Zobel 2010): the overlap at each depth, weighted by how likely a reader is to
 * get there.
 *
 * @param a ranking of rows `0 .. n-1`, best first
 * @param b another ranking of the same rows
 * @throws RetrievalError for lists that are no rankings of the same rows, and a persistence or depth out of range.
 */
export function rankBiasedOverlap(
  a: Int32Array,
  b: Int32Array,
  options: RankBiasedOverlapOptions = {},
): RankBiasedOverlap {
  checkRankings(a, b);
  return rankBiasedOverlapOfCounts(sharedCounts(a, b, options.depth), options.persistence);
}

/** The same from the result of `sharedCounts`. */
export function rankBiasedOverlapOfCounts(counts: Int32Array, persistence = 0.9): RankBiasedOverlap {
  if (!(persistence > 0 && persistence < 1)) {
    throw new RetrievalError({
      what: 'The persistence is out of range',
      where: 'persistence',
      expected: 'a number between 0 and 1',
      found: String(persistence),
    });
  }
  let weight = 1 - persistence;
  let truncated = 0;
  for (let d = 0; d < counts.length; d++) {
    truncated += (weight * counts[d]!) / (d + 1);
    weight *= persistence;
  }
  const atEnd = counts[counts.length - 1]! / counts.length;
  return { truncated, extrapolated: atEnd * persistence ** counts.length + truncated };
}
