import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { RetrievalError } from '../errors.js';
import type { SideAnswer, SideHello } from './types.js';

/** A running side of a comparison. */
export interface Side {
  hello: SideHello;
  run(count: number): Promise<SideAnswer>;
  stop(): Promise<void>;
}

/** Variables by which the libraries of both sides learn how many threads to use. */
const threadVariables = [
  'TF_NUM_INTRAOP_THREADS',
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
];

/**
 * Starts a side and waits until it is ready.
 * @throws RetrievalError with the end of its error output when it stops.
 */
export async function startSide(
  name: string,
  program: string,
  args: string[],
  threads: number,
): Promise<Side> {
  const numbers = Object.fromEntries(threadVariables.map((key) => [key, String(threads)]));
  const env = { ...process.env, ...numbers, TF_CPP_MIN_LOG_LEVEL: '2', PYTHONWARNINGS: 'ignore' };
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors = (errors + part.toString()).slice(-2000)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('error', (error) => (errors = error.message));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <Value>(): Promise<Value> => {
    for (;;) {
      const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
      if (done) {
        await ended;
        throw new RetrievalError({
          what: `A side of the benchmark stopped`,
          where: name,
          found: errors.trim().split('\n').slice(-8).join('\n') || 'no message',
          fix: 'run `npm run bench -- --setup`, then try again',
        });
      }
      if (value.startsWith('@')) return JSON.parse(value.slice(1)) as Value;
    }
  };
  const hello = await next<SideHello>();
  return {
    hello,
    run: (count) => {
      child.stdin.write(`${count}\n`);
      return next<SideAnswer>();
    },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}
