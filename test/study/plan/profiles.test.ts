import { describe, expect, test } from 'vitest';
import { runConfigSchema } from '../../../src/experiments/runConfig.js';
import { parseConfig } from '../../../src/base/config/parseConfig.js';
import { methodIds, methods } from '../../../src/study/methods/methods.js';
import { profile } from '../../../src/study/plan/profiles.js';
import { profileNames } from '../../../src/study/plan/profileNames.js';

describe('profiles', () => {
  test.each(profileNames)('every run of %s is valid and none comes twice', (name) => {
    const { runs } = profile(name);
    for (const run of runs) expect(() => parseConfig(runConfigSchema, run, 'the run')).not.toThrow();
    expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(runs.length);
  });

  test('every method had the same number of trials', () => {
    const counts = methodIds.map((method) => methods[method].trials.length);
    expect(new Set(counts)).toEqual(new Set([6]));
  });
});
