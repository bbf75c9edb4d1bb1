import { existsSync, mkdtempSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { createProgram } from '../../src/cli/program.js';
import { profileFolder } from '../../src/study/plan/workspace.js';
import { readResults, writeResults } from '../../src/study/runs/resultsFolder.js';

const folder = mkdtempSync(join(tmpdir(), 'tune-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What the command prints. */
async function tuned(...words: string[]): Promise<string[]> {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await createProgram().parseAsync(['tune', ...words], { from: 'user' });
  return printed;
}

test('trials that are there are told alike by one process and by an engine', async () => {
  const trials = readResults(profileFolder('full')).filter(({ record }) => record.split === 'validation');
  mkdirSync(join(folder, 'data', 'cache'), { recursive: true });
  symlinkSync(workspacePath('data', 'weights'), join(folder, 'data', 'weights'));
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
  await writeResults(join(folder, 'figures'), 'full', trials);
  const expected = await tuned();
  expect(expected).toHaveLength(trials.length);
  expect(expected.filter((line) => line.startsWith('*')).length).toBeGreaterThan(5);
  expect(await tuned('--engine', 'local')).toEqual(expected);
  expect(existsSync(join(folder, 'data', 'cache', 'runs'))).toBe(false);
});
