import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  canExecuteNotebooks,
  executeNotebook,
  type NotebookProgress,
} from '../../../../src/report/notebook/execute/executeNotebook.js';
import { temporaryFolder } from '../../../setup/load.js';

function notebookWith(folder: string, ...sources: string[]): string {
  const cells = sources.map((source, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const path = join(folder, 'notebook.ipynb');
  writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  return path;
}

interface Executed {
  cells: { source: string[]; outputs: { text: string[] }[] }[];
  metadata: Record<string, unknown>;
}

describe.runIf(canExecuteNotebooks())('executeNotebook', () => {
  test('runs TypeScript cells from the repository root and writes their outputs', async () => {
    const folder = temporaryFolder();
    const input = notebookWith(
      folder,
      'const depth: number = 3;\nprocess.stdout.write("top ");\nconsole.log(depth);',
      "console.log(require('node:fs').existsSync('package.json'), process.env.PROFILE_OF_TEST);",
    );
    const output = join(folder, 'out', 'executed.ipynb');
    const progress: NotebookProgress[] = [];
    const env = { PROFILE_OF_TEST: 'tiny' };
    await executeNotebook({ input, output, env, onProgress: (cell) => progress.push(cell) });
    const { cells, metadata } = JSON.parse(readFileSync(output, 'utf8')) as Executed;
    expect(cells.map(({ outputs }) => outputs.map(({ text }) => text.join('')))).toEqual([
      ['top 3\n'],
      ['true tiny\n'],
    ]);
    // As the kernel describes it, so that a notebook which is only opened stays unchanged.
    expect(Object.keys(metadata)).toEqual(['kernelspec', 'language_info']);
    expect(progress.map(({ cell, cells: all }) => [cell, all])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(readdirSync(join(folder, 'out'))).toEqual(['executed.ipynb']);
  });

  test('fails on a rejection that nothing awaits and writes nothing', async () => {
    const folder = temporaryFolder();
    const input = notebookWith(
      folder,
      'setTimeout(() => void Promise.reject(new Error("lost in the gallery")), 5);',
    );
    const output = join(folder, 'executed.ipynb');
    await expect(executeNotebook({ input, output })).rejects.toThrow('lost in the gallery');
    expect(existsSync(output)).toBe(false);
  });

  test('fails on an exception of a timer, and not on printed words', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'executed.ipynb');
    const late = notebookWith(folder, 'setTimeout(() => { throw new Error("late in the gallery"); }, 10);');
    await expect(executeNotebook({ input: late, output })).rejects.toThrow('late in the gallery');
    const words = notebookWith(folder, 'console.log("UnhandledPromiseRejection");');
    await executeNotebook({ input: words, output });
    expect(existsSync(output)).toBe(true);
  });

  test('executes what stands after a cell that may fail', async () => {
    const folder = temporaryFolder();
    const input = notebookWith(folder, 'throw new Error("shown")', 'console.log(1)', 'console.log(2)');
    const book = JSON.parse(readFileSync(input, 'utf8')) as { cells: { metadata: object }[] };
    book.cells[0].metadata = { tags: ['raises-exception'] };
    writeFileSync(input, JSON.stringify(book));
    const output = join(folder, 'executed.ipynb');
    await executeNotebook({ input, output });
    const { cells } = JSON.parse(readFileSync(output, 'utf8')) as Executed;
    expect(cells.slice(1).map(({ outputs }) => outputs[0].text.join(''))).toEqual(['1\n', '2\n']);
  });

  test('runs a notebook of an older format, whose cells have no ids', async () => {
    const folder = temporaryFolder();
    const input = notebookWith(folder, 'console.log(1)');
    const book = JSON.parse(readFileSync(input, 'utf8')) as { cells: { id?: string }[] };
    delete book.cells[0].id;
    writeFileSync(input, JSON.stringify({ ...book, nbformat_minor: 4 }));
    const output = join(folder, 'executed.ipynb');
    await executeNotebook({ input, output });
    expect((JSON.parse(readFileSync(output, 'utf8')) as Executed).cells[0].outputs).toHaveLength(1);
  });

  test('fails on a type error with the message of the compiler', async () => {
    const folder = temporaryFolder();
    const input = notebookWith(folder, 'const depth: number = "deep";');
    await expect(executeNotebook({ input, output: join(folder, 'executed.ipynb') })).rejects.toThrow(
      'not assignable',
    );
  });
});
