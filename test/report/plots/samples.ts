import { randomSource } from '../../../src/base/randomSource.js';

const random = randomSource(3, 'figure samples');

/** Records of made-up runs, two seeds for each method. */
export function sampleRuns(methods: Record<string, number>) {
  return Object.entries(methods).flatMap(([loss, map]) =>
    [0, 1].map((seed) => ({
      loss,
      seed,
      distortion: 1,
      parameters: 165_000,
      flops: 1e8,
      mapAsymmetric: map + seed,
      mapAsymmetricInterval: [map + seed - 2, map + seed + 2] as [number, number],
      mapSymmetricGallery: 53.3,
      orderConsistency10: 50 + map / 2,
      cosineToTarget: 0.9 - map / 100 + 0.01 * random.uniform(),
    })),
  );
}
