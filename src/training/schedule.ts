/**
 * Learning rate of a step: a straight rise over the warm-up, then a cosine down to 0.
 *
 * @param step 0-based
 * @param steps total
 */
export function warmupCosine(step: number, steps: number, highest: number, warmupShare: number): number {
  const warmup = Math.round(steps * warmupShare);
  if (step < warmup) return (highest * (step + 1)) / warmup;
  const done = (step - warmup) / Math.max(1, steps - warmup);
  return (highest * (1 + Math.cos(Math.PI * done))) / 2;
}
