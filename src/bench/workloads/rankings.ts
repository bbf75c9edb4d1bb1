import { kendallTau } from '../../retrieval/metrics/kendallTau.js';
import { orderConsistency } from '../../retrieval/metrics/orderConsistency.js';
import { rankBiasedOverlap } from '../../retrieval/metrics/rankBiasedOverlap.js';
import { randomSource } from '../../base/randomSource.js';
import { rankingOrder } from '../../retrieval/ranking/rankingOrder.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';

/** Two related lists of similarities. */
export function rankingArrays(length: number): Record<string, SharedArray> {
  const random = randomSource(4, 'rankings');
  const gallery = Float32Array.from({ length }, () => random.normal());
  const query = gallery.map((score) => score + random.normal());
  return { gallery: { shape: [length], data: gallery }, query: { shape: [length], data: query } };
}

/** A measure of two long rankings; arguments: `kendall`, `order` or `overlap`. */
export async function rankings(folder: string, [measure]: string[]): Promise<Workload> {
  const { gallery, query } = await readArrays(folder);
  const [a, b] = [gallery!.data, query!.data];
  const measures: Record<string, () => number> = {
    kendall: () => kendallTau(a, b).tauB,
    order: () => orderConsistency(a, b, a.length),
    overlap: () => rankBiasedOverlap(rankingOrder(a), rankingOrder(b)).extrapolated,
  };
  let value = NaN;
  return {
    run: () => {
      value = measures[measure!]!();
    },
    check: () => ({ value: [value] }),
  };
}
