/** The benchmarks that can be opened, in the order in which they are listed. */
export const benchmarkNames = [
  'roxford5k',
  'rparis6k',
  'revisitop1m',
  'google-landmarks-v2',
  'sfm120k',
  'in-shop',
  'stanford-online-products',
  'cub-200-2011',
] as const;

/** `revisitop1m` is the million of distractors, which joins either of the two before it. */
export type BenchmarkName = (typeof benchmarkNames)[number];

/** Whether a text is the name of a benchmark. */
export function isBenchmarkName(name: string): name is BenchmarkName {
  return (benchmarkNames as readonly string[]).includes(name);
}
