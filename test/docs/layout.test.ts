import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';

const root = workspacePath();

/** Files below a folder of the repository, by their paths in it. */
function filesOf(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path) && !/^(dist|shims|node_modules)\//.test(path))
    .map((path) => `${folder}/${path}`)
    .sort();
}

const sources = filesOf('src', /\.(ts|mjs|cjs)$/);
const testFiles = filesOf('test', /\.ts$/);
const tests = testFiles.filter((path) => path.endsWith('.test.ts'));

/** Folders of tests without sources of their own. */
const documents: Record<string, string> = {
  'test/docs/': 'the pages of the project and its layout',
  'test/notebooks/': 'the notebooks, as they are committed',
};

/** Files of more than 200 lines. */
const longSources: Record<string, string> = {
  'src/experiments/trainAndEvaluate.ts': 'one run, from its input to its record',
};

/** Whether a test is called by a source or by a folder of sources, at the same place. */
function hasPart(path: string): boolean {
  const part = path.replace(/^test\//, 'src/').replace(/\.test\.ts$/, '');
  const folder = join(root, part);
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  return isFolder || sources.includes(`${part}.ts`) || sources.includes(`${part}.mjs`);
}

/** Calls of Vitest's other name for `test`. */
function otherStyle(text: string): string[] {
  return text.match(/^\s*it(\.\w+)*\(/gm) ?? [];
}

const linesOf = (path: string): number => readFileSync(join(root, path), 'utf8').split('\n').length - 1;
const longerThan = (paths: string[], most: number): string[] => paths.filter((path) => linesOf(path) > most);

describe('a test file', () => {
  test('is called by the source or the folder that it tests', () => {
    const apart = (path: string) => Object.keys(documents).some((folder) => path.startsWith(folder));
    expect(tests.filter((path) => !apart(path) && !hasPart(path))).toEqual([]);
  });

  test('says `test`', () => {
    expect(tests.filter((path) => otherStyle(readFileSync(join(root, path), 'utf8')).length > 0)).toEqual([]);
  });

  test('has at most 300 lines, as what it shares with others has', () => {
    expect(longerThan(testFiles, 300)).toEqual([]);
  });
});

test('a source has at most 200 lines', () => {
  expect(longerThan(sources, 200)).toEqual(Object.keys(longSources));
});

test('what breaks the rules is found', () => {
  expect(tests.length).toBeGreaterThan(100);
  expect(sources.length).toBeGreaterThan(400);
  expect(hasPart('test/losses/rankMatching.test.ts')).toBe(true);
  expect(hasPart('test/losses/mappings.test.ts')).toBe(true);
  expect(hasPart('test/setup/core/lock.test.ts')).toBe(true);
  expect(hasPart('test/losses/otherLosses.test.ts')).toBe(false);
  expect(otherStyle("  it.each([1])('x', () => {});\nit('y', () => {});\nwait(1);")).toHaveLength(2);
  expect(longerThan(['src/losses/types.ts'], 1)).toHaveLength(1);
});
