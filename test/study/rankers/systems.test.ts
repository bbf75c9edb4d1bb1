import { describe, expect, test } from 'vitest';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import { rankersOf } from '../../../src/losses/lossConfig.js';
import { settings } from '../../../src/study/plan/settings.js';
import { candidates } from '../../../src/study/rankers/candidates.js';
import { rankerSystemIds, systemRun, trialCount, trialsOf } from '../../../src/study/rankers/systems.js';

describe.each(rankerSystemIds)('%s', (id) => {
  const trials = trialsOf(id);

  test('has as many trials as every other, the library’s own settings first, none twice', () => {
    expect(trials).toHaveLength(trialCount);
    expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(trialCount);
    expect(trials[0]).toMatchObject({ learningRate: 2e-3, epochs: 20, dropout: 0.3, regression: 0.1 });
    expect(trialsOf(id)).toEqual(trials);
  });

  test('can be trained with every setting, on the lists of the ranker where its name says so', () => {
    for (const trial of trials) {
      const { dropout, ...run } = systemRun(id, trial, candidates['gallery, k-reciprocal 20']);
      const config = parseRunConfig({ ...settings.grocery, ...run, query: { kind: 'head', dropout } });
      const kinds = rankersOf(config.loss).map(({ kind }) => kind);
      expect(kinds).toEqual(/Ranker|Both/.test(id) ? ['reciprocal'] : []);
      expect(config.method).toBe(id);
    }
  });
});
