import { existsSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { packagePath } from '../../../src/base/files/packagePath.js';

test('finds the library’s own files, whatever the workspace', () => {
  vi.stubEnv('ASYMMETRIC_FOLDER', 'elsewhere');
  const { name } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { name: string };
  expect(name).toBe('asymmetric-retrieval');
  expect(existsSync(packagePath('report', 'notebook', 'execute', 'execute_notebook.py'))).toBe(true);
  vi.unstubAllEnvs();
});
