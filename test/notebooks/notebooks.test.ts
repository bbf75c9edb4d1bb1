import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canExecuteNotebooks, executeNotebook } from '../../src/report/notebook/execute/executeNotebook.js';
import { cellsOf, codeOf, folder, notebooks, readCells, textOf } from './notebookFiles.js';

let output: string;

beforeAll(() => {
  output = mkdtempSync(join(tmpdir(), 'notebooks-'));
});
afterAll(() => rmSync(output, { recursive: true }));

describe.each(notebooks)('%s', (name) => {
  test.skipIf(!canExecuteNotebooks())(
    'runs to its end in the smoke profile and shows figures in two formats',
    async () => {
      const file = join(output, name);
      await executeNotebook({ input: join(folder, name), output: file, env: { ASYMMETRIC_PROFILE: 'smoke' }, cellTimeout: 900 });
      const outputs = readCells(file).flatMap((cell) => cell.outputs ?? []);
      const figures = outputs.filter(({ data }) => data && 'application/vnd.plotly.v1+json' in data);
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.every(({ data }) => 'image/png' in data!)).toBe(true);
    },
    1_800_000,
  );

  test('has short cells, a summary and exercises', () => {
    const cells = cellsOf(name);
    const text = cells.filter((cell) => cell.cell_type === 'markdown').flatMap((cell) => textOf(cell.source).split('\n'));
    expect(cells.length).toBeLessThanOrEqual(30);
    for (const heading of ['Summary', 'Exercises']) {
      expect(text.some((line) => line.startsWith('#') && line.includes(heading))).toBe(true);
    }
    for (const code of codeOf(cells)) expect(code.split('\n').length).toBeLessThanOrEqual(20);
  });

  test('holds no path of a machine', () => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).not.toMatch(/(\/home\/|\/root\/|\/Users\/|\/work\/|[A-Z]:\\\\)/);
  });
});
