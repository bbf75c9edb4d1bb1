import { describe, expect, test } from 'vitest';
import { isTask, learnerCode, solvedCode } from '../../src/course/notebooks/learnerCode.js';
import { learnerNotebook } from '../../src/course/notebooks/learnerNotebook.js';
import {
  notebookText,
  sourceOf,
  type Notebook,
  type NotebookCell,
} from '../../src/course/notebooks/notebook.js';
import { learnerThenSolved } from '../../src/course/notebooks/solvedTasks.js';

const task = `// Before.
function rank(x: number): number {
  // BEGIN SOLUTION
  const half = x / 2;
  return half;
  //> return undefined; // TODO: the rank
  // END SOLUTION
}`;

describe('the learner’s version of a cell', () => {
  test('has the TODO in place of the solution', () => {
    expect(learnerCode(task, 'a')).toBe(`// Before.
function rank(x: number): number {
  return undefined; // TODO: the rank
}`);
    expect(learnerCode('const a = 1;', 'a')).toBe('const a = 1;');
  });

  test('and the solved one has the solution alone', () => {
    expect(solvedCode(task)).toBe(`// Before.
function rank(x: number): number {
  const half = x / 2;
  return half;
}`);
  });

  test('needs marks in pairs and something to do', () => {
    expect(() => learnerCode('// BEGIN SOLUTION\nconst a = 1; // TODO', 'cell x')).toThrow(
      /pairs[^]*where: cell x/,
    );
    expect(() => learnerCode('// END SOLUTION', 'x')).toThrow(/pairs/);
    expect(() => learnerCode('// BEGIN SOLUTION\n// BEGIN SOLUTION', 'x')).toThrow(/pairs/);
    expect(() => learnerCode('// BEGIN SOLUTION\na();\n// END SOLUTION', 'x')).toThrow(
      /leaves nothing to fill in/,
    );
    expect(isTask('const a = 1;')).toBe(false);
  });
});

const code = (id: string, source: string, outputs: unknown[] = []): NotebookCell => ({
  id,
  cell_type: 'code',
  metadata: {},
  source,
  outputs,
  execution_count: null,
});
const notebook = (...cells: NotebookCell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const solved = notebook(
  { id: 'm', cell_type: 'markdown', metadata: {}, source: 'Words' },
  code('given', 'const a = 1;\nconst b = 2;'),
  code('task', task),
  code('check', "showVerdict('Task 1', x);"),
);

test('links lead to the same pages from one folder higher', () => {
  const words = '[a](../../METRICS.md#ap), [b](02-sigmoid-rank.ipynb)';
  const { cells } = learnerNotebook(notebook({ ...solved.cells[0], source: words }), 'n');
  expect(cells[0].source).toEqual(['[a](../METRICS.md#ap), [b](02-sigmoid-rank.ipynb)']);
});

test('outputs stay where a cell stays', () => {
  const before = notebook(
    code('given', 'const a = 1;\nconst b = 2;', ['kept']),
    code('task', task, ['lost']),
  );
  const { cells } = learnerNotebook(solved, 'n', before);
  expect(cells.map(({ outputs }) => outputs)).toEqual([undefined, ['kept'], [], []]);
  expect(cells[1].source).toEqual(['const a = 1;\n', 'const b = 2;']);
});

test('the tasks come again, solved, with their checks', () => {
  const { cells } = learnerThenSolved(solved, 'n');
  expect(cells.map(({ id }) => id)).toEqual(['m', 'given', 'task', 'check', 'task-solved', 'check-solved']);
  expect(sourceOf(cells[2])).toContain('TODO');
  expect(sourceOf(cells[4])).toContain('half');
});

test('a notebook is written as Jupyter writes it', () => {
  const text = notebookText({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
  expect(text).toBe('{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n');
});
