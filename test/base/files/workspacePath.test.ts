import { join, resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';

afterEach(() => vi.unstubAllEnvs());

test('the environment names the workspace', () => {
  vi.stubEnv('ASYMMETRIC_FOLDER', join('some', 'folder'));
  expect(workspacePath('data', 'cache')).toBe(resolve('some', 'folder', 'data', 'cache'));
});

test('else it is the working folder', () => {
  vi.stubEnv('ASYMMETRIC_FOLDER', '');
  expect(workspacePath('data')).toBe(join(process.cwd(), 'data'));
  expect(workspacePath()).toBe(process.cwd());
});
