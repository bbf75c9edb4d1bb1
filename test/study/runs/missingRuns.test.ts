import { expect, test } from 'vitest';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import { describeMissing, minutesOf } from '../../../src/study/runs/missingRuns.js';
import { syntheticRun, syntheticRunOf } from '../syntheticRun.js';
import { settings, smallCnnSetting } from '../../../src/study/plan/settings.js';
import { chosenTrial } from '../../../src/study/methods/methods.js';

const taking = (seconds: number, run = syntheticRun('regression', 0)) => ({
  ...run,
  manifest: { ...run.manifest, seconds },
});
const network = syntheticRunOf({
  ...smallCnnSetting('emoji'),
  method: 'regression',
  ...chosenTrial('regression'),
});

test('goes by the median of runs with the same query model on the same data', () => {
  const finished = [taking(30), taking(60), taking(900), taking(1200, network)];
  const { config } = taking(0).manifest;
  expect(minutesOf([config, config, network.manifest.config], finished)).toBe(22);
  const other = parseRunConfig({ ...config, dataset: settings.grocery.dataset });
  expect(minutesOf([other], finished)).toBe(8);
});

test('is nothing for nothing, and unknown without a finished run', () => {
  expect(minutesOf([], [])).toBe(0);
  expect(minutesOf([taking(0).manifest.config], [])).toBeUndefined();
});

test('is said before it begins', () => {
  expect(describeMissing({ missing: 0, total: 9, minutes: 0 })).toBe(
    'All 9 runs are there; nothing has to be trained.',
  );
  expect(describeMissing({ missing: 3, total: 9, minutes: 2.2 })).toContain(
    '3 of 9 runs have to be trained, about 3 minutes',
  );
});
