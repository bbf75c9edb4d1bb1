import { SHARE_ENV, Worker } from 'node:worker_threads';
import { RetrievalError } from '../../errors.js';
import { unpackError } from './packedError.js';
import type { Worker as PoolWorker, WorkAnswer, WorkRequest } from './types.js';

interface Open {
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

/** Starts a thread that serves works. It keeps the process alive only while it has something to do. */
export function startThread(entry: URL): PoolWorker {
  // Options of this process's start, such as a program given as text, are none of the thread's.
  const thread = new Worker(entry, { env: SHARE_ENV, execArgv: [] });
  thread.unref();
  const open = new Map<number, Open>();
  let [sent, alive] = [0, true];
  const end = (reason: unknown): void => {
    alive = false;
    for (const { reject } of open.values()) reject(reason);
    open.clear();
  };
  thread.on('message', (answer: WorkAnswer) => {
    const { resolve, reject } = open.get(answer.id)!;
    open.delete(answer.id);
    if (open.size === 0) thread.unref();
    if ('error' in answer) reject(unpackError(answer.error));
    else resolve(answer.value);
  });
  thread.once('error', end);
  thread.once('exit', (code) =>
    end(
      new RetrievalError({
        what: 'A thread of this process ended before its work was done',
        found: `exit code ${code}`,
        fix: 'run the command again; with too little memory take a smaller batch',
      }),
    ),
  );
  return {
    run: (work, input) =>
      new Promise((resolve, reject) => {
        const id = sent++;
        open.set(id, { resolve, reject });
        thread.ref();
        thread.postMessage({ id, work, input } satisfies WorkRequest);
      }),
    alive: () => alive,
    async close() {
      await thread.terminate();
    },
  };
}
