import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';

const page = readFileSync(workspacePath('SURVIVES.md'), 'utf8');
/** The tests of the tables' last column. */
const named = [...page.matchAll(/\| `(test\/[^`]+\.test\.ts)`: (.+?) +\|$/gm)].map(([, file, title]) => ({
  file: file,
  title: title,
}));

test('every fault of SURVIVES.md names a test', () => {
  const rows = page.split('\n').filter((line) => /^\| (?!fault |-)/.test(line));
  expect(named).toHaveLength(rows.length);
  expect(rows.length).toBeGreaterThan(40);
});

test.each(named)('SURVIVES.md: there is "$title" in $file', ({ file, title }) => {
  const path = workspacePath(...file.split('/'));
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain(title);
});
