import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeLossConfig } from '../../../src/losses/lossConfig.js';
import { chosenTrial, methodIds } from '../../../src/study/methods/methods.js';
import { profileFolder } from '../../../src/study/plan/workspace.js';
import { tuningLog, type TuningResult } from '../../../src/study/plan/tuning.js';
import { syntheticRun } from '../syntheticRun.js';

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
