import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { parseRunConfig, type RunConfigInput } from '../../src/experiments/runConfig.js';
import { runExperiment } from '../../src/experiments/runExperiment.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { settings } from '../../src/study/plan/settings.js';

const made: string[] = [];
afterAll(() =>
  made.forEach((runId) => rmSync(workspacePath('data', 'cache', 'runs', `${runId}.json`), { force: true })),
);

const config: RunConfigInput = {
  ...settings['emoji-small'],
  loss: { kind: 'featureRegression' },
  training: { epochs: 2, learningRate: 1.7e-3 },
  seed: 11,
};

test.each<[string, Partial<RunConfigInput>]>([
  ['in closed form', { ridge: 0.1 }],
  ['that keeps its best state', { training: { keep: 'best' } }],
  ['that is no head', { query: { kind: 'smallCnn' } }],
])('a query model %s has no seeds to average', (_, change) => {
  expect(() => parseRunConfig({ ...config, averagedSeeds: 2, ...change })).toThrow(/averagedSeeds/);
});

describe.skipIf(!hasWeights('efficientNetLite2') || !hasWeights('mobileNetV2'))(
  'seeds that are averaged',
  () => {
    test('make one query model of the same size, whose steps are told as one training', async () => {
      const steps: number[] = [];
      const { record } = await runExperiment(
        { ...config, averagedSeeds: 2 },
        { checkpoints: false, onStep: ({ step, steps: all }) => void steps.push(step, all) },
      );
      const alone = await runExperiment({ ...config, seed: 22 }, { checkpoints: false });
      made.push(record.runId, alone.record.runId);
      expect(record.parameters).toBe(alone.record.parameters);
      expect(record.mapAsymmetric).not.toBe(alone.record.mapAsymmetric);
      expect(record.mapAsymmetric).toBeGreaterThan(alone.record.mapAsymmetric - 1);
      const [last, all] = steps.slice(-2);
      expect(last).toBe(all);
      expect(steps.filter((_, n) => n % 2 === 0)).toEqual(Array.from({ length: all }, (_, n) => n + 1));
    }, 600_000);
  },
);
