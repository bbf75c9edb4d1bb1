import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillFile, fillPage } from '../../../src/study/pages/pages.js';

const page = ['# Title', '', '<!-- begin scores -->', 'old', '<!-- end scores -->', '', 'rest', ''].join(
  '\n',
);

test('a marked part of a page is replaced, and filling it again changes nothing', () => {
  const filled = fillPage(page, { scores: '| a |\n| - |\n', unused: '' });
  expect(filled).toBe(
    [
      '# Title',
      '',
      '<!-- begin scores -->',
      '',
      '| a |\n| - |',
      '',
      '<!-- end scores -->',
      '',
      'rest',
      '',
    ].join('\n'),
  );
  expect(fillPage(filled, { scores: '| a |\n| - |\n' })).toBe(filled);
});

test('an unknown name and a missing end are refused with their line', () => {
  expect(() => fillPage(page, { other: '' }, 'PAGE.md')).toThrow(/PAGE\.md, line 3[\s\S]*other[\s\S]*scores/);
  expect(() => fillPage('<!-- begin scores -->\n', { scores: 'x' })).toThrow(/line 1[\s\S]*end scores/);
});

test('a file is written only when it changes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  const file = join(folder, 'PAGE.md');
  writeFileSync(file, page);
  expect(await fillFile(file, { scores: 'new' })).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain('\nnew\n');
  expect(await fillFile(file, { scores: 'new' })).toBe(false);
  rmSync(folder, { recursive: true });
});
