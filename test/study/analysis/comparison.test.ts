import { describe, expect, test } from 'vitest';
import { comparisonColumns, comparisonRows, shortColumns } from '../../../src/study/analysis/comparison.js';
import { syntheticRun } from '../syntheticRun.js';

describe('the comparison', () => {
  test('averages over seeds and gives their t interval', () => {
    const [row] = comparisonRows(
      [20, 22, 24].map((map, seed) => syntheticRun('regression', seed, { mapAsymmetric: map })),
    );
    expect(row.mapAsymmetric).toBeCloseTo(22, 10);
    // t(0.975, 2) = 4.3027, standard error 2 / sqrt(3).
    expect(row.high).toBeCloseTo(22 + (4.3027 * 2) / Math.sqrt(3), 3);
    expect(row.seeds).toBe(3);
  });

  test('takes the interval over queries where there is one seed', () => {
    const [row] = comparisonRows([syntheticRun('regression', 0, { mapAsymmetricInterval: [18, 23] })]);
    expect([row.low, row.high]).toEqual([18, 23]);
  });
});

test('the short table has the main columns in the same order', () => {
  expect(shortColumns.map(({ key }) => key)).toEqual([
    'method',
    'mapAsymmetric',
    'mapSymmetricQuery',
    'mapSymmetricGallery',
    'recallAt1',
    'orderConsistency10',
    'cosineToTarget',
  ]);
  expect(comparisonColumns).toEqual(expect.arrayContaining(shortColumns));
});
