import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { currentWorkspace } from '../../../src/study/plan/workspace.js';
import { committedRuns } from '../../../src/study/runs/committedRuns.js';
import { studyRuns } from '../../../src/study/runs/studyRuns.js';
import { trainedRuns } from '../../../src/study/runs/trainedRuns.js';
import { syntheticRun } from '../syntheticRun.js';

vi.mock('../../../src/study/runs/committedRuns.js');
vi.mock('../../../src/study/runs/trainedRuns.js');

const kept = syntheticRun('regression', 0);
const { dataset } = kept.record;
const of = (change: Partial<typeof kept.record>) => ({ ...kept, record: { ...kept.record, ...change } });

beforeEach(() => {
  vi.stubEnv('ASYMMETRIC_PROFILE', 'quick');
  vi.mocked(trainedRuns).mockResolvedValue([]);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetAllMocks();
});

test('the committed runs of the data set are shown, those that chose hyperparameters are not', async () => {
  const others = [of({ dataset: 'other' }), of({ split: 'validation' })];
  vi.mocked(committedRuns).mockResolvedValue(new Map([kept, ...others].map((run, n) => [String(n), run])));
  const workspace = { ...currentWorkspace(), dataset: dataset as 'emoji' };
  expect(await studyRuns(workspace)).toEqual([kept]);
  expect(trainedRuns).not.toHaveBeenCalled();
});

test('where there are none the runs of the profile are trained', async () => {
  vi.mocked(committedRuns).mockResolvedValue(new Map());
  await studyRuns(currentWorkspace({ dataset: 'emoji', retrain: true }));
  expect(committedRuns).toHaveBeenCalledWith(undefined, true);
  const [configs, options] = vi.mocked(trainedRuns).mock.calls[0];
  expect(options).toEqual({ retrain: true });
  expect(configs.length).toBeGreaterThan(0);
  expect(configs.every(({ dataset: name, split }) => name === 'emoji' && split !== 'validation')).toBe(true);
});
