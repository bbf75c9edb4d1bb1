import { randomSource } from '../base/randomSource.js';
import type { RankedLists } from '../rankers/types.js';
import type { PreparedGallery } from './prepareGallery.js';

/** Share of the training similarities below which the map is not asked for detail. */
const lowSimilarityShare = 0.01;

/**
 * From the low end of the similarities between random training pictures up to 1.
 * @param rankings lists of rankers, whose scores lie in the range too
 */
export function similarityRange(
  { fit }: PreparedGallery,
  rankings: Iterable<RankedLists> = [],
): [number, number] {
  const random = randomSource(0, 'similarityRange');
  const sample = Float32Array.from({ length: 2000 }, () => {
    const [a, b] = [random.integer(fit.rows) * fit.columns, random.integer(fit.rows) * fit.columns];
    let sum = 0;
    for (let d = 0; d < fit.columns; d++) sum += fit.data[a + d]! * fit.data[b + d]!;
    return sum;
  }).sort();
  const range: [number, number] = [sample[Math.floor(lowSimilarityShare * sample.length)]!, 1];
  for (const { scores = [] } of rankings) {
    for (const score of scores) {
      if (score < range[0]) range[0] = score;
      if (score > range[1]) range[1] = score;
    }
  }
  return range;
}
