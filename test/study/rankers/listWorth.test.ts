import { expect, test } from 'vitest';
import type { Run } from '../../../src/experiments/runOptions.js';
import { titleText } from '../../../src/report/plots/figureWords.js';
import type { CandidateName } from '../../../src/study/rankers/candidates.js';
import { listWorths, slopesOf, worthCurve, worthSection } from '../../../src/study/rankers/listWorth.js';
import { manyRankers } from '../../../src/study/rankers/plan.js';
import { syntheticRunOf } from '../syntheticRun.js';

/** Made-up runs on the lists of all rankers: one system gains half of what its lists do, the other nothing. */
const runs: Run[] = manyRankers('grocery').map((config, n) => {
  const run = syntheticRunOf(config);
  const quality = 30 + ((7 * n) % 40);
  const gains = config.method!.startsWith('listwiseRanker');
  const lists = [
    { ranker: '{}', places: 512, meanAveragePrecision: quality, precisionAt10: 50, examples: [] },
  ];
  return {
    record: { ...run.record, mapAsymmetric: gains ? 20 + quality / 2 : 35 },
    manifest: { ...run.manifest, lists },
  };
});

test('lists are worth what the systems that learnt them reach, by straight lines', () => {
  const worths = listWorths(runs);
  expect(worths).toHaveLength(runs.length);
  expect(worths.every(({ lists }, n) => n === 0 || worths[n - 1].lists <= lists)).toBe(true);
  const slopes = slopesOf(worths);
  expect(slopes.get('listwiseRanker')).toBeCloseTo(0.5, 9);
  expect(slopes.get('distillationRanker')).toBeCloseTo(0, 9);
});

test('the figure has marks and a straight line a system, a mark for every ranker, and where the rival stands', () => {
  const figure = worthCurve(listWorths(runs), { rival: 40 });
  expect(titleText(figure)).toMatch(/ranker's order.*: 5\.0 points for every 10 of its lists/);
  expect(figure.data).toHaveLength(4);
  const [first] = figure.data as { x: number[]; text: CandidateName[] }[];
  expect(first.text).toContain('gallery, diffused');
  expect(figure.layout.shapes).toMatchObject([{ y0: 40, y1: 40 }]);
});

test('the table has a row a ranker, and a gap where a system does not take its lists', () => {
  const table = worthSection(listWorths(runs));
  expect(table).toMatch(/\| gallery, diffused +\| +\d+\.\d \| +\d+\.\d \| +\d+\.\d \|/);
  expect(table).toMatch(/\| labels \(oracle\)/);
  expect(worthSection([])).toBe('Not run yet.');
  expect(listWorths([syntheticRunOf({ ...manyRankers('grocery')[0], method: 'listwise' })])).toEqual([]);
});
