import { spawn } from 'node:child_process';
import { workspacePath } from '../../src/base/files/workspacePath.js';

const viteNode = workspacePath('node_modules', 'vite-node', 'dist', 'cli.mjs');

/** Runs a script in a process of its own, since a process has one backend. @returns the JSON of its last line */
export async function reportOf<Report>(
  script: string,
  words: string[],
  environment: NodeJS.ProcessEnv,
): Promise<Report> {
  const child = spawn(process.execPath, [viteNode, script, ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, messages]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => messages.push(text));
  const status = await new Promise((done) => child.once('close', done));
  const last = printed.join('').trim().split('\n').at(-1)!;
  if (status === 0 && last.startsWith('{')) return JSON.parse(last) as Report;
  // Without what TensorFlow.js says of kernels that vite-node lets it register twice.
  const lines = messages
    .join('')
    .split('\n')
    .filter((line) => line && !line.includes('already registered'));
  throw new Error(`${script} ended with ${String(status)}: ${lines.slice(-12).join('\n')}`);
}
