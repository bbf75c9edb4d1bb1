import { rankingOrder } from '../ranking/rankingOrder.js';
import { denseRanks } from './denseRanks.js';

/** The added items compared with one item. */
export interface Comparison {
  /** Added items of strictly lower score. */
  lower: number;
  /** Added items of equal score. */
  equal: number;
  /** Sum over the lower ones of how much lower they are, in units of the score. */
  gaps: number;
}

/** Items added one by one, to be compared with any item in O(log k). */
export interface LowerScores {
  add(item: number): void;
  compare(item: number): Comparison;
}

/**
 * A Fenwick tree over the distinct scores in ascending order, which are known beforehand. Each node holds its items'
 * gaps to the highest score that it covers, so that only non-negative numbers are ever added and small gaps between
 * large scores keep their precision.
 *
 * @param scores `[k]`
 */
export function lowerScores(scores: Float64Array): LowerScores {
  const order = rankingOrder(scores);
  const ranks = denseRanks(scores, order);
  const levels = order.length === 0 ? 0 : ranks[order[order.length - 1]!]! + 1;
  // Nodes are numbered from 1, the lowest score first.
  const node = ranks.map((rank) => levels - rank);
  const highest = new Float64Array(levels + 1);
  node.forEach((at, item) => (highest[at] = scores[item]!));
  const counts = new Int32Array(levels + 1);
  const gaps = new Float64Array(levels + 1);
  const equals = new Int32Array(levels + 1);
  return {
    add(item) {
      const score = scores[item]!;
      equals[node[item]!]!++;
      for (let at = node[item]!; at <= levels; at += at & -at) {
        counts[at]!++;
        gaps[at]! += highest[at]! - score;
      }
    },
    compare(item) {
      const score = scores[item]!;
      const found = { lower: 0, equal: equals[node[item]!]!, gaps: 0 };
      for (let at = node[item]! - 1; at > 0; at -= at & -at) {
        found.lower += counts[at]!;
        found.gaps += gaps[at]! + counts[at]! * (score - highest[at]!);
      }
      return found;
    },
  };
}
