/** Temperatures that can be chosen, and the one at first, in units of similarity. */
export const temperatures = { least: 0.001, first: 0.02, most: 1 } as const;

/**
 * Order consistency as a loss with sigmoids sees it: the mean over pairs of `sigmoid((s_i - s_j) / temperature)`, where the
 * gallery model puts `i` above `j`; a pair that it ties counts one half. Towards temperature 0 it is the order consistency.
 *
 * @param gallery similarities under the gallery model, `[n]`
 * @param query similarities under the query model, `[n]`
 * @param temperature above 0, in units of similarity
 */
export function softOrderConsistency(
  gallery: readonly number[],
  query: readonly number[],
  temperature: number,
): number {
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < gallery.length; i++)
    for (let j = 0; j < i; j++) {
      const sign = Math.sign(gallery[i]! - gallery[j]!);
      sum += 1 / (1 + Math.exp((-sign * (query[i]! - query[j]!)) / temperature));
      pairs++;
    }
  return sum / pairs;
}
