import { afterEach, expect, test, vi } from 'vitest';
import { currentWorkspace } from '../../../src/study/plan/workspace.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('the environment chooses profile and data set, the main one unless it says', () => {
  vi.stubEnv('ASYMMETRIC_PROFILE', 'full');
  expect(currentWorkspace()).toMatchObject({ profile: 'full', dataset: 'grocery', seeds: 3, retrain: false });
  vi.stubEnv('ASYMMETRIC_DATASET', 'emoji');
  expect(currentWorkspace()).toMatchObject({ dataset: 'emoji', setting: { dataset: 'emoji' } });
  vi.stubEnv('ASYMMETRIC_PROFILE', 'best');
  expect(() => currentWorkspace()).toThrow(/ASYMMETRIC_PROFILE[^]*smoke, quick, full[^]*best/);
});

test('a notebook may choose its data set, but not in the profile of tests', () => {
  vi.stubEnv('ASYMMETRIC_PROFILE', 'quick');
  vi.stubEnv('ASYMMETRIC_DATASET', 'grocery');
  expect(currentWorkspace({ dataset: 'emoji' })).toMatchObject({
    dataset: 'emoji',
    setting: { dataset: 'emoji' },
  });
  vi.stubEnv('ASYMMETRIC_PROFILE', 'smoke');
  vi.stubEnv('ASYMMETRIC_DATASET', undefined);
  expect(currentWorkspace({ dataset: 'emoji' }).dataset).toBe('emoji-small');
});

test('training again is asked for by a notebook or by the environment', () => {
  vi.stubEnv('ASYMMETRIC_PROFILE', 'quick');
  expect(currentWorkspace({ retrain: false }).retrain).toBe(false);
  expect(currentWorkspace({ retrain: true }).retrain).toBe(true);
  vi.stubEnv('ASYMMETRIC_RETRAIN', '1');
  expect(currentWorkspace({ retrain: false }).retrain).toBe(true);
});
