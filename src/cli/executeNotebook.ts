import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RetrievalError } from '../errors.js';
import { repositoryRoot } from '../files/index.js';

/**
 * Runs every cell of a notebook without a browser, in the environment that set-up made, and writes the executed
 * notebook. Nothing is written when a cell fails.
 *
 * @throws RetrievalError with the failing cell's message.
 */
export async function executeNotebook(
  input: string,
  output: string,
  environment: Record<string, string> = {},
): Promise<void> {
  const script = join(repositoryRoot(), 'src', 'setup', 'executeNotebook.mjs');
  await mkdir(dirname(output), { recursive: true });
  const child = spawn(process.execPath, [script, input, output], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status === 0) return;
  throw new RetrievalError({
    what: `The notebook ${basename(input)} did not run to its end`,
    found: `exit status ${status}; the failing cell is printed above`,
    fix: 'open it with `npm run lab` and run it cell by cell',
  });
}
