import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { learnerCode } from '../../src/course/notebooks/learnerCode.js';
import { notebookText, sourceOf } from '../../src/course/notebooks/notebook.js';
import { isCheck, learnerThenSolved } from '../../src/course/notebooks/solvedTasks.js';
import {
  isAsItsSource,
  readNotebook,
  solvedFolder,
  solvedNotebooks,
} from '../../src/course/notebooks/writeLearnerNotebooks.js';
import { canExecuteNotebooks, executeNotebook } from '../../src/report/notebook/execute/executeNotebook.js';
import { cellsOf, entrance, folder, notebooks, readCells, textOf, workingLines, type Cell } from './notebookFiles.js';

let output: string;

beforeAll(() => {
  output = mkdtempSync(join(tmpdir(), 'notebooks-'));
});
afterAll(() => rmSync(output, { recursive: true }));

const solved = solvedNotebooks();

/** What is executed of a notebook: all of it as learners find it and, of the course, every task once more, solved. */
function executed(name: string): string {
  if (!solved.includes(name)) return join(folder, name);
  const file = join(output, `solved-${name}`);
  writeFileSync(file, notebookText(learnerThenSolved(readNotebook(join(solvedFolder(), name)), name)));
  return file;
}

/** The lines in which checks say what they think of the answers in a part of the cells. */
function verdicts(cells: readonly Cell[]): string[] {
  const texts = cells.flatMap((cell) => cell.outputs ?? []).map(({ data }) => textOf(data?.['text/plain'] ?? ''));
  return texts.filter((text) => /^\S+ Task \d+ · /.test(text));
}

describe.each([entrance, ...notebooks])('%s', (name) => {
  test.skipIf(!canExecuteNotebooks())(
    'runs to its end in the smoke profile and shows figures in two formats',
    async () => {
      const file = join(output, name);
      await executeNotebook({ input: executed(name), output: file, env: { ASYMMETRIC_PROFILE: 'smoke' }, cellTimeout: 900 });
      const cells = readCells(file);
      const isAgain = ({ id }: Cell): boolean => id.endsWith('-solved');
      const [asGiven, again] = [cells.filter((cell) => !isAgain(cell)), cells.filter(isAgain)].map(verdicts);
      expect(asGiven.filter((text) => !text.includes('Not filled in yet'))).toEqual([]);
      expect(again.filter((text) => !text.includes('· Right: '))).toEqual([]);
      expect(again).toHaveLength(asGiven.length);
      const outputs = cells.flatMap((cell) => cell.outputs ?? []);
      const figures = outputs.filter(({ data }) => data && 'application/vnd.plotly.v1+json' in data);
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.every(({ data }) => 'image/png' in data!)).toBe(true);
    },
    1_800_000,
  );

  test.runIf(name !== entrance)('has short cells, a summary and tasks', () => {
    const cells = cellsOf(name);
    const text = cells.filter((cell) => cell.cell_type === 'markdown').flatMap((cell) => textOf(cell.source).split('\n'));
    expect(cells.length).toBeLessThanOrEqual(50);
    for (const heading of ['Summary', solved.includes(name) ? 'Task 4' : 'Exercises']) {
      expect(text.some((line) => line.startsWith('#') && line.includes(heading))).toBe(true);
    }
    // Checks are folded away in the lab.
    const shown = cells.filter((cell) => cell.cell_type === 'code' && !isCheck(cell));
    for (const { source } of shown) expect(workingLines(textOf(source)).length).toBeLessThanOrEqual(20);
  });

  test.runIf(solved.includes(name))('is what its solved version gives, with a check and a hint for every task', () => {
    expect(isAsItsSource(name), 'run npm run course').toBe(true);
    const cells = readNotebook(join(solvedFolder(), name)).cells;
    const tasks = cells.flatMap((cell, at) => (sourceOf(cell) === learnerCode(sourceOf(cell), name) ? [] : [at]));
    expect(tasks.length).toBeGreaterThanOrEqual(name === entrance ? 1 : 4);
    for (const [n, at] of tasks.entries()) {
      const [words, , check] = cells.slice(at - 1, at + 2);
      expect(sourceOf(words)).toMatch(new RegExp(`^### Task ${n + 1}: .+\n\n[^]+<details><summary>Hint</summary>\n\n[^]+\n\n</details>$`));
      expect(sourceOf(check)).toMatch(new RegExp(`showVerdict\\(\\s*'Task ${n + 1}',`));
      expect(check.metadata).toEqual({ jupyter: { source_hidden: true }, tags: ['check'] });
    }
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    expect(outputs).toEqual([]);
  });

  test('holds no path of a machine', () => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).not.toMatch(/(\/home\/|\/root\/|\/Users\/|\/work\/|[A-Z]:\\\\)/);
  });
});

test('the course has the notebooks that are here', () => {
  expect(solved.length).toBeGreaterThanOrEqual(10);
  expect(solved.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
});
