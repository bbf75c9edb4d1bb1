import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { RetrievalError } from '../../../errors.js';
import { temporaryFolder } from '../../../base/files/temporaryFolder.js';
import { packagePath } from '../../../base/files/packagePath.js';
import { workspacePath } from '../../../base/files/workspacePath.js';

/** One cell has been executed. */
export interface NotebookProgress {
  /** Number of the code cell, from 1. */
  cell: number;
  cells: number;
  /** What this cell took. */
  seconds: number;
}

/** A notebook to execute without a window. */
export interface NotebookRequest {
  input: string;
  /** Where the notebook with its outputs goes; written only when every cell has run. */
  output: string;
  /** Variables that the kernel gets besides those of this process. */
  env?: Record<string, string>;
  /** Seconds for each cell. Default 3600. */
  cellTimeout?: number;
  onProgress?: (progress: NotebookProgress) => void;
  /** Ends the kernel. */
  signal?: AbortSignal;
}

/** Whether the Python environment that executes notebooks is there. */
export function canExecuteNotebooks(): boolean {
  return existsSync(runnerPython());
}

/**
 * Executes every cell of a notebook in a TypeScript kernel of its own and writes it with its outputs. Errors that no
 * cell reports, such as rejections that nothing awaits, count as failures too.
 * @throws RetrievalError with the end of the trace when a cell fails, an error is lost or the runner is missing.
 */
export async function executeNotebook(request: NotebookRequest): Promise<void> {
  if (!canExecuteNotebooks()) {
    throw new RetrievalError({
      what: 'The program that executes notebooks is missing',
      where: runnerPython(),
      fix: 'run `npm run setup`; `npx asym doctor` tells what is missing',
    });
  }
  const output = resolve(request.output);
  mkdirSync(dirname(output), { recursive: true });
  const { code, trace } = await runExecution(request, output);
  request.signal?.throwIfAborted();
  if (code === 0) return;
  throw new RetrievalError({
    what: 'A notebook failed',
    where: request.input,
    found: trace.join('\n') || `exit code ${code}`,
    fix: 'correct the cell; nothing was written',
  });
}

async function runExecution(
  request: NotebookRequest,
  output: string,
): Promise<{ code: number; trace: string[] }> {
  const { input, cellTimeout = 3600, onProgress, signal } = request;
  const script = packagePath('report', 'notebook', 'execute', 'execute_notebook.py');
  const scratch = temporaryFolder('asymmetric-notebook');
  const options = { timeout: cellTimeout, cwd: workspacePath(), parent: process.pid, scratch };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const args = [script, resolve(input), output, ...flags];
  const child = spawn(runnerPython(), args, {
    env: { ...process.env, ...jupyterEnvironment(scratch), ...request.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  const trace: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    const progress = parseProgress(line);
    if (progress) onProgress?.(progress);
    else trace.push(line);
  });
  try {
    const code = await new Promise<number | null>((done, fail) =>
      child.once('error', fail).once('close', done),
    );
    return { code: code ?? 1, trace };
  } finally {
    signal?.removeEventListener('abort', stop);
    rmSync(scratch, { recursive: true, force: true });
  }
}

function parseProgress(line: string): NotebookProgress | undefined {
  const match = /^cell (\d+) (\d+) ([\d.]+)$/.exec(line);
  if (!match) return undefined;
  const [cell, cells, seconds] = match.slice(1).map(Number);
  return { cell: cell!, cells: cells!, seconds: seconds! };
}

/** Jupyter finds the kernel in the library, writes below `.setup` and starts it with this very Node. */
function jupyterEnvironment(scratch: string): Record<string, string> {
  const folder = workspacePath('.setup', 'jupyter');
  return {
    ASYMMETRIC_FOLDER: workspacePath(),
    JUPYTER_PATH: packagePath('report', 'notebook', 'execute'),
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    // Addresses and keys of kernels: what a kill leaves of them is removed with the rest.
    JUPYTER_RUNTIME_DIR: join(scratch, 'runtime'),
    IPYTHONDIR: join(folder, 'ipython'),
    PYTHONDONTWRITEBYTECODE: '1',
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
  };
}

function runnerPython(): string {
  const folder = workspacePath('.venv');
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}
