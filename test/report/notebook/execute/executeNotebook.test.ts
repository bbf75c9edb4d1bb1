import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import {
  canExecuteNotebooks,
  executeNotebook,
  type NotebookProgress,
} from '../../../../src/report/notebook/execute/executeNotebook.js';
import { isRunning, startModule } from '../../../helpers/processes.js';
import { temporaryFolder } from '../../../setup/load.js';

const kernelFolder = join(import.meta.dirname, '../../../../src/report/notebook/execute/kernels/tslab');

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

  test('starts a kernel again that ends before it has run anything, and not one that ends in a cell', async () => {
    const folder = temporaryFolder();
    const input = notebookWith(folder, 'console.log(1)');
    const output = join(folder, 'executed.ipynb');
    const starts = join(folder, 'starts');
    const count = (): number => (existsSync(starts) ? readFileSync(starts, 'utf8').length : 0);
    // Counts its starts and ends as often as it is told, as a kernel does that zeromq has refused a socket.
    const stub = `
      const fs = require('node:fs');
      fs.appendFileSync(${JSON.stringify(starts)}, '.');
      if (fs.readFileSync(${JSON.stringify(starts)}).length <= Number(process.env.FAILURES)) {
        fs.appendFileSync(process.env.ASYMMETRIC_LOST_ERRORS, 'Socket is blocked by a bind or unbind operation');
        process.exit(1);
      }
      require(${JSON.stringify(join(kernelFolder, 'kernel.cjs'))});`;
    const kernel = join(folder, 'kernels', 'tslab');
    mkdirSync(kernel, { recursive: true });
    writeFileSync(join(kernel, 'stub.cjs'), stub);
    const argv = ['node', join(kernel, 'stub.cjs'), '{connection_file}'];
    writeFileSync(join(kernel, 'kernel.json'), JSON.stringify({ argv, language: 'typescript' }));
    const env = (failures: number) => ({ JUPYTER_PATH: folder, FAILURES: String(failures) });
    await executeNotebook({ input, output, env: env(2) });
    expect(count()).toBe(3);
    expect(existsSync(output)).toBe(true);
    rmSync(starts);
    await expect(executeNotebook({ input, output, env: env(9) })).rejects.toThrow(/died/i);
    expect(count()).toBe(3);
    rmSync(starts);
    const dying = notebookWith(folder, 'process.kill(process.pid, "SIGKILL")');
    await expect(executeNotebook({ input: dying, output, env: env(0) })).rejects.toThrow(/died/i);
    expect(count()).toBe(1);
  }, 60_000);

  test.each([
    ['waits', 'await new Promise((done) => setTimeout(done, 600_000));'],
    ['never gives way', 'for (;;) {}'],
  ])(
    'ends with its kernel when its starter is killed, also in a cell that %s',
    async (_, work) => {
      const folder = temporaryFolder();
      const began = join(folder, 'began');
      const input = notebookWith(
        folder,
        `require('node:fs').writeFileSync(${JSON.stringify(began)}, process.pid + ' ' + process.ppid);`,
        work,
      );
      const starter = startModule('report/notebook/execute/executeNotebook.js', 'executeNotebook', {
        input,
        output: join(folder, 'executed.ipynb'),
      });
      await vi.waitFor(() => expect(existsSync(began)).toBe(true), 30_000);
      const [kernel, runner] = readFileSync(began, 'utf8').split(' ').map(Number) as [number, number];
      expect([kernel, runner].map(isRunning)).toEqual([true, true]);
      starter.kill('SIGKILL');
      await vi.waitFor(() => expect([kernel, runner].map(isRunning)).toEqual([false, false]), 10_000);
    },
    60_000,
  );
});
