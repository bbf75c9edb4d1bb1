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

const sources = filesOf('src', /\.(ts|mjs|cjs|py)$/);
const testFiles = filesOf('test', /\.ts$/);
const tests = testFiles.filter((path) => path.endsWith('.test.ts'));

/** Folders of tests without sources of their own, and what they test. */
const apart: Record<string, string> = {
  'test/docs/': 'the pages of the project and its layout',
  'test/gpu/': 'the way to a GPU, without one',
  'test/torture/': 'the promises of SURVIVES.md, by breaking things',
  'test/notebooks/': 'the notebooks, as they are committed',
  'test/package/': 'the package, as others install it',
};

/** Whether a test is called by a source or by a folder of sources, at the same place. */
function hasPart(path: string): boolean {
  const part = path.replace(/^test\//, 'src/').replace(/\.test\.ts$/, '');
  const folder = join(root, part);
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  return isFolder || ['ts', 'mjs', 'cjs', 'py'].some((ending) => sources.includes(`${part}.${ending}`));
}

/** Calls of Vitest's other name for `test`. */
function otherStyle(text: string): string[] {
  return text.match(/^\s*it(\.\w+)*\(/gm) ?? [];
}

describe('a test file', () => {
  test('is called by the source or the folder that it tests', () => {
    const isApart = (path: string) => Object.keys(apart).some((folder) => path.startsWith(folder));
    expect(tests.filter((path) => !isApart(path) && !hasPart(path))).toEqual([]);
  });

  test('says `test`', () => {
    expect(tests.filter((path) => otherStyle(readFileSync(join(root, path), 'utf8')).length > 0)).toEqual([]);
  });
});

test('what breaks the rules is found', () => {
  expect(tests.length).toBeGreaterThan(100);
  expect(sources.length).toBeGreaterThan(400);
  expect(hasPart('test/losses/rankMatching.test.ts')).toBe(true);
  expect(hasPart('test/losses/mappings.test.ts')).toBe(true);
  expect(hasPart('test/setup/core/lock.test.ts')).toBe(true);
  expect(hasPart('test/losses/otherLosses.test.ts')).toBe(false);
  expect(otherStyle("  it.each([1])('x', () => {});\nit('y', () => {});\nwait(1);")).toHaveLength(2);
});
