import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runConfigSchema } from '../../src/experiments/runConfig.js';
import { parseConfig } from '../../src/base/config/parseConfig.js';
import { completeLossConfig } from '../../src/losses/lossConfig.js';
import { allFigures } from '../../src/study/figures/figures.js';
import { comparisonRows } from '../../src/study/analysis/comparison.js';
import { chosenTrial, methodIds } from '../../src/study/methods/methods.js';
import { profile, profileNames } from '../../src/study/plan/profiles.js';
import { profileFolder } from '../../src/study/plan/workspace.js';
import { readResults, writeResults } from '../../src/study/runs/resultsFolder.js';
import { tuningLog, type TuningResult } from '../../src/study/plan/tuning.js';
import { syntheticRun } from './syntheticRun.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a results folder', () => {
  test('gives back what was written and forgets what is no longer part of it', async () => {
    const runs = [syntheticRun('regression', 0), syntheticRun('regression', 1)];
    await writeResults(folder, 'quick', runs);
    expect(readResults(folder).map((run) => run.record.runId)).toEqual(runs.map((run) => run.record.runId));
    await writeResults(folder, 'quick', runs.slice(1));
    expect(readResults(folder)).toHaveLength(1);
    expect(existsSync(join(folder, 'runs', `${runs[0].record.runId}.json`))).toBe(false);
    const [row] = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as { profile: string }[];
    expect(row.profile).toBe('quick');
  });

  test('a damaged file is named', async () => {
    await writeResults(folder, 'quick', [syntheticRun('regression', 0)]);
    writeFileSync(join(folder, 'results.json'), '[{');
    expect(() => readResults(folder)).toThrow(/results\.json[\s\S]*version control/);
  });
});

describe('profiles', () => {
  test.each(profileNames)('every run of %s is valid and none comes twice', (name) => {
    const { runs } = profile(name, true);
    for (const run of runs) expect(() => parseConfig(runConfigSchema, run, 'the run')).not.toThrow();
    expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(runs.length);
  });
});

describe('the hyperparameters', () => {
  const file = join(profileFolder('full'), 'tuning.json');
  test.skipIf(!existsSync(file))('are those that the recorded search chose', () => {
    const log = JSON.parse(readFileSync(file, 'utf8')) as TuningResult[];
    for (const method of methodIds) {
      const chosen = log.find((row) => row.method === method && row.chosen)!;
      expect(completeLossConfig(chosenTrial(method).loss)).toEqual(chosen.loss);
      expect(chosenTrial(method).ridge).toBe(chosen.ridge);
    }
  });

  test('of settings within a tenth of a point the first is chosen', () => {
    const runs = [30, 30.95, 31].map((map, seed) =>
      syntheticRun('regression', seed, { mapAsymmetric: map, split: 'validation' }),
    );
    expect(tuningLog(runs).map((row) => row.chosen)).toEqual([false, true, false]);
  });
});

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

test('figures are drawn from what the runs allow, and only from that', () => {
  const runs = methodIds.flatMap((method) => [0, 1].map((seed) => syntheticRun(method, seed)));
  const names = allFigures(runs).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['rank-consistency', 'methods', 'predictors', 'temperature']));
  expect(names).not.toContain('distortion');
  expect(allFigures([]).map(({ name }) => name)).toEqual(['temperature']);
});
