import { expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { RetrievalError } from '../../../src/errors.js';
import { galleryRankings, orderConsistencies } from '../../../src/retrieval/metrics/orderAtDepths.js';
import { consistencyCurve } from '../../../src/retrieval/metrics/rankConsistency.js';
import type { ScoreMatrix } from '../../../src/retrieval/ranking/rankAll.js';

const [queries, items] = [9, 40];

/** Similarities with many ties. */
function tiedScores(seed: number): ScoreMatrix {
  const random = randomSource(seed);
  const data = Float32Array.from({ length: queries * items }, () => random.integer(12) / 12);
  return { data, rows: queries, columns: items };
}

const [galleryScores, queryScores] = [tiedScores(1), tiedScores(2)];
const selfInGallery = Array.from({ length: queries }, (_, query) => (query % 3 === 0 ? -1 : 4 * query));

test.each([{}, { selfInGallery }])(
  'order consistency is that of the whole curve, to the last bit: %j',
  (self) => {
    const depths = [2, 7, 20, items - 1];
    const whole = consistencyCurve({ galleryScores, queryScores, depths, ...self });
    const rankings = galleryRankings(galleryScores, items - 1, self.selfInGallery);
    const columns = orderConsistencies(rankings, queryScores, depths);
    expect(columns).toEqual(whole.orderConsistency.at.map(({ perQuery }) => perQuery));
    // Other query models are compared with the same rankings, at fewer depths.
    const other = tiedScores(3);
    expect(orderConsistencies(rankings, other, [7])[0]).toEqual(
      consistencyCurve({ galleryScores, queryScores: other, depths: [7], ...self }).orderConsistency.at[0]
        .perQuery,
    );
  },
);

test('refuses similarities that are not finite or belong to other lists', () => {
  const broken = { ...queryScores, data: queryScores.data.slice() };
  broken.data[5] = NaN;
  expect(() => galleryRankings(broken, 5)).toThrow(RetrievalError);
  const rankings = galleryRankings(galleryScores, 5);
  expect(() => orderConsistencies(rankings, broken, [5])).toThrow(RetrievalError);
  const short = { data: queryScores.data.subarray(1), rows: queries, columns: items };
  expect(() => orderConsistencies(rankings, short, [5])).toThrow('similarities of the query model');
  expect(() => galleryRankings(galleryScores, 5, [1, 2])).toThrow('selfInGallery');
});
