import { expect, test } from 'vitest';
import type { Dataset } from '../../../src/datasets/types.js';
import type { Run } from '../../../src/experiments/runOptions.js';
import { titleText } from '../../../src/report/plots/figureWords.js';
import { settings } from '../../../src/study/plan/settings.js';
import { gainCurve } from '../../../src/study/rankers/gainCurve.js';
import { systemGains } from '../../../src/study/rankers/gains.js';
import {
  anchorFinding,
  anchorGains,
  anchorSection,
  rankerFinding,
  rankerSection,
} from '../../../src/study/rankers/section.js';
import { syntheticRunOf } from '../syntheticRun.js';

const queries = 60;
const rows = Int32Array.from({ length: queries }, (_, row) => row);
const dataset = {
  name: 'grocery',
  records: Array.from(rows, (row) => ({ id: `${row}`, label: '', origin: '' })),
  labels: rows.map((row) => row % 6),
  splits: {
    unseen: {
      name: 'unseen',
      fit: rows,
      queries: rows,
      gallery: rows,
      excludeSelf: true,
      description: '',
    },
  },
} as unknown as Dataset;

/** Runs whose queries are all so many points better than those of CSD, but for one class, which is as good. */
function runsOf(system: string, more: number, bottleneck: number): Run[] {
  return [0, 1].map((seed) => {
    const run = syntheticRunOf({
      ...settings.grocery,
      query: { kind: 'head', bottleneck },
      method: system,
      loss: { kind: 'featureRegression' },
      seed,
    });
    const averagePrecision = Array.from(rows, (row) => 40 + (row % 6 === 0 ? 0 : more) + (row % 3));
    return {
      record: { ...run.record, mapAsymmetric: averagePrecision.reduce((a, b) => a + b, 0) / queries },
      manifest: {
        ...run.manifest,
        averagePrecision,
        errors: { microAp: { queryModel: 20, galleryModel: 40 }, sharedError: { within: 0.3, between: 0 } },
      },
    };
  });
}

const runs = [16, 64].flatMap((bottleneck) => [
  ...runsOf('distillation', 0, bottleneck),
  ...runsOf('distillationRanker', -3, bottleneck),
  ...runsOf('listwiseRanker', 6, bottleneck),
]);

test('each system is set against CSD with the same query model, over queries and over classes', () => {
  const gains = systemGains(runs, dataset);
  expect(gains.map(({ queryModel, system }) => [queryModel, system])).toEqual([
    ['head r=16', 'distillationRanker'],
    ['head r=16', 'listwiseRanker'],
    ['head r=64', 'distillationRanker'],
    ['head r=64', 'listwiseRanker'],
  ]);
  const [, ours] = gains;
  expect(ours).toMatchObject({ seeds: 2, microAp: 20, sharedError: 0.3 });
  expect(ours.gain).toBeCloseTo(5, 9);
  expect(ours.mapAsymmetric - ours.against).toBeCloseTo(5, 9);
  const width = ([low, high]: [number, number]): number => high - low;
  expect(width(ours.overClasses)).toBeGreaterThan(width(ours.overQueries));
});

test('a page tells of every query model, whether the best of ours is ahead, and the whole table', () => {
  const section = rankerSection(systemGains(runs, dataset));
  expect(section).toMatch(/head r=16: Yes\. Listwise rank on the ranker's order.*5\.0 points more/);
  expect(section).toMatch(/\| head r=64 +\| CSD on the ranker's scores/);
  expect(rankerFinding(systemGains(runs, dataset), 'head r=64')).toMatch(/^- head r=64: Yes/);
  expect(rankerSection([])).toBe('Not run yet.');
  const worse = [...runsOf('distillation', 0, 64), ...runsOf('listwiseRanker', -6, 64)];
  expect(rankerSection(systemGains(worse, dataset))).toMatch(/head r=64: No\./);
});

test('the pictures of the gallery as anchors have a table of their own', () => {
  const under = (split: string, more: number): Run[] =>
    [...runsOf('distillation', 0, 64), ...runsOf('listwiseRanker', more, 64)].map((run) => ({
      ...run,
      record: { ...run.record, split },
    }));
  const all = [...under('unseen', 1), ...under('unseen (anchors: both)', 9)];
  const section = anchorSection(anchorGains(all, dataset, 'unseen'));
  expect(section).toMatch(/^Training pictures alone: .* 0\.8 points more/);
  expect(section).toMatch(/Those and the gallery's: Yes\. .* 7\.5 points more/);
  expect(anchorFinding(anchorGains(all, dataset, 'unseen'))).toMatch(
    /another protocol: Yes\. .* 7\.5 points more/,
  );
  expect(anchorSection(anchorGains(under('unseen', 1), dataset, 'unseen'))).toBe('Not run yet.');
});

test('the figure has a mark with its interval for each system and query model', () => {
  const figure = gainCurve(systemGains(runs, dataset));
  expect(titleText(figure)).toMatch(/Listwise.*: 5\.0 points more than CSD/);
  expect(figure.data).toHaveLength(2);
  for (const trace of figure.data) {
    const { x, y, error_y: bars } = trace as { x: number[]; y: number[]; error_y: { array: number[] } };
    expect([x.length, y.length, bars.array.length]).toEqual([2, 2, 2]);
  }
});
