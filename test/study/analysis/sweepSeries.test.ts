import { describe, expect, test } from 'vitest';
import { drawFigure } from '../../../src/study/figures/figures.js';
import { chosenTrial } from '../../../src/study/methods/methods.js';
import { settings } from '../../../src/study/plan/settings.js';
import { sweepIds, sweepRuns, sweeps, type Sweep } from '../../../src/study/plan/sweeps.js';
import { sweepSeries } from '../../../src/study/analysis/sweepSeries.js';
import { syntheticRun, syntheticRunOf } from '../syntheticRun.js';

const { emoji } = settings;

describe.each(sweepIds)('the runs of the sweep over %s', (id) => {
  const runs = sweepRuns(id, emoji, 2).map((config) => syntheticRunOf(config));

  test('are found again, each at its value, in the order of the sweep', () => {
    for (const [method, points] of Object.entries((sweeps[id] as Sweep).methods)) {
      const found = sweepSeries(id, runs, 'emoji').filter((point) => point.method === method);
      expect(found.map(({ value }) => value)).toEqual(points.map(({ value }) => value));
      for (const point of found) expect(point.runs.map(({ record }) => record.seed)).toEqual([0, 1]);
    }
  });

  test('are not mistaken for those of another data set', () => {
    expect(sweepSeries(id, runs, 'grocery')).toEqual([]);
  });
});

test('the chosen value is the one whose loss is that of the method', () => {
  const runs = sweepRuns('firstOrder', emoji, 1).map((config) => syntheticRunOf(config));
  const chosen = sweepSeries('firstOrder', runs, 'emoji').filter((point) => point.chosen);
  expect(chosen.length).toBeGreaterThan(0);
  for (const { method, value } of chosen) {
    const { loss } = chosenTrial(method);
    expect(Array.isArray(loss) && loss.find((term) => term.loss.kind === 'featureRegression')?.weight).toBe(
      value,
    );
  }
});

test('a run of the main comparison stands for its value, with the seeds that all values have', () => {
  const swept = sweepRuns('firstOrder', emoji, 2).map((config) => syntheticRunOf(config));
  const [chosen] = sweepSeries('firstOrder', swept, 'emoji').filter((point) => point.chosen);
  const main = [0, 1, 2, 3].map((seed) => syntheticRun(chosen.method, seed));
  const mainIds = new Set(main.map(({ record }) => record.runId));
  const others = swept.filter(({ record }) => !mainIds.has(record.runId));
  const point = sweepSeries('firstOrder', [...others, ...main], 'emoji').find(
    ({ method, value }) => method === chosen.method && value === chosen.value,
  )!;
  expect(point.runs.map(({ record }) => record.seed)).toEqual([0, 1]);
});

test('one value alone is no sweep', () => {
  expect(sweepSeries('temperature', [syntheticRun('rankOrderPreservation', 0)], 'emoji')).toEqual([]);
});

test('values stand in the order of the sweep while runs are missing', () => {
  const runs = sweepRuns('weights', emoji, 1).map((config) => syntheticRunOf(config));
  const [first] = sweepSeries('weights', runs, 'emoji');
  const figure = drawFigure(
    'sweep-weights',
    runs.filter((run) => !first.runs.includes(run)),
    'emoji',
  )!;
  expect(figure.layout.xaxis!.ticktext).toEqual(['growing', 'uniform', 'inverse<br>position']);
});
