import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, filesHash, notebookHash } from '../../../../src/report/notebook/execute/notebookHash.js';
import { tmpdir } from 'node:os';

const notebook = (source: string | string[], outputs: unknown[] = []) =>
  JSON.stringify({ cells: [{ cell_type: 'code', source, outputs }], metadata: {} });

test('the hash of a notebook changes with its cells, its state and its variables, not with its outputs', () => {
  const hash = notebookHash(notebook('a\nb'), 's', { A: '1', B: '2' });
  expect(notebookHash(notebook(['a\n', 'b'], ['seen']), 's', { B: '2', A: '1' })).toBe(hash);
  expect(notebookHash(notebook('a\nc'), 's', { A: '1', B: '2' })).not.toBe(hash);
  expect(notebookHash(notebook('a\nb'), 't', { A: '1', B: '2' })).not.toBe(hash);
  expect(notebookHash(notebook('a\nb'), 's', { A: '1', B: '3' })).not.toBe(hash);
});

test('the hash of files changes with their content, their names and their absence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hash-'));
  try {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'a.js'), '1');
    writeFileSync(join(folder, 'b.txt'), '2');
    const paths = filesBelow(folder, ['.js']);
    expect(paths).toEqual([join('sub', 'a.js')]);
    expect(filesBelow(join(folder, 'none'), ['.js'])).toEqual([]);
    const before = filesHash(folder, paths);
    expect(filesHash(folder, [...paths, ...paths])).toBe(before);
    expect(filesHash(folder, [...paths, 'missing.js'])).not.toBe(before);
    writeFileSync(join(folder, 'sub', 'a.js'), '3');
    expect(filesHash(folder, paths)).not.toBe(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
