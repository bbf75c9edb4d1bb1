import { expect, test } from 'vitest';
import type { Run } from '../../src/experiments/runOptions.js';
import { describeMeasures } from '../../src/trainedModels/describeMeasures.js';

const estimate = (mean: number | null) => ({ mean, low: mean && mean - 0.1, high: mean && mean + 0.1 });
const manifest = (map: number | null, withPositive: number) =>
  ({
    measures: {
      mapSymmetricGallery: estimate(map),
      mapSymmetricQuery: estimate(map),
      mapAsymmetric: estimate(map),
      orderConsistency10: estimate(0.7),
      overlap10: estimate(0.6),
      kendallTau: estimate(0.5),
    },
    queries: { all: 40, withPositive },
  }) as Run['manifest'];

test('every measure has its interval and its number of queries', () => {
  const lines = describeMeasures({ manifest: manifest(0.3, 38) });
  expect(lines).toHaveLength(8);
  expect(lines[0]).toContain('40 pictures');
  expect(lines[1]).toMatch(/70\.0 \(60\.0 to 80\.0\) .* in its order/);
  expect(lines[3]).toMatch(/0\.50 \(0\.40 to 0\.60\) .* tau-b/);
  expect(lines[4]).toContain('38 of them');
  expect(lines[6]).toMatch(/30\.0 \(20\.0 to 40\.0\) .*query model against the gallery/);
});

test('no mAP is claimed where nothing is known to be right', () => {
  const lines = describeMeasures({ manifest: manifest(null, 0) });
  expect(lines).toHaveLength(5);
  expect(lines[4]).toMatch(/mAP is not known/);
});

test('manifests of earlier code have nothing to tell', () => {
  expect(describeMeasures({ manifest: {} as Run['manifest'] })).toEqual([]);
});
