import { expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { RetrievalError } from '../../../src/errors.js';
import { orderTable, topRanking } from '../../../src/retrieval/metrics/orderAtDepths.js';
import { consistencyCurve } from '../../../src/retrieval/metrics/rankConsistency.js';
import { scoresOf, type ScoreMatrix } from '../../../src/retrieval/ranking/rankAll.js';

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
    const tops = Array.from({ length: queries }, (_, query) =>
      topRanking(scoresOf(galleryScores, query), items - 1, self.selfInGallery?.[query]),
    );
    const columnsOf = (scores: ScoreMatrix, depths: number[]): Float64Array[] => {
      const table = orderTable(queries, depths);
      tops.forEach((top, query) => table.add(query, top, scoresOf(scores, query)));
      return table.columns;
    };
    const depths = [2, 7, 20, items - 1];
    const whole = consistencyCurve({ galleryScores, queryScores, depths, ...self });
    expect(columnsOf(queryScores, depths)).toEqual(whole.orderConsistency.at.map(({ perQuery }) => perQuery));
    // Other query models are compared with the same rankings, at fewer depths.
    const other = tiedScores(3);
    expect(columnsOf(other, [7])[0]).toEqual(
      consistencyCurve({ galleryScores, queryScores: other, depths: [7], ...self }).orderConsistency.at[0]
        .perQuery,
    );
  },
);

test('refuses similarities that are not finite or belong to another list', () => {
  const scores = scoresOf(galleryScores, 0);
  const broken = scores.slice();
  broken[5] = NaN;
  expect(() => topRanking(broken, 5)).toThrow(RetrievalError);
  expect(() => topRanking(scores, 5, items)).toThrow('selfInGallery');
  expect(() => topRanking(scores.subarray(0, 2), 5, 1)).toThrow('items per list');
  const [top, table] = [topRanking(scores, 5), orderTable(1, [5])];
  expect(() => table.add(0, top, broken)).toThrow(RetrievalError);
  expect(() => table.add(0, top, scores.subarray(1))).toThrow('similarities of the query model');
});
