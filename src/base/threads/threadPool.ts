import { existsSync } from 'node:fs';
import { RetrievalError } from '../../errors.js';
import { pictureWorkers } from '../forEachConcurrently.js';
import { startThread } from './startThread.js';
import type { Worker, Works } from './types.js';

/** Threads that do the works of a module. */
export interface ThreadPool<W extends Works> {
  /** Does a work when its turn comes. @throws what the work throws, and RetrievalError when its thread ends. */
  run<Name extends keyof W & string>(
    work: Name,
    input: Parameters<W[Name]>[0],
  ): Promise<Awaited<ReturnType<W[Name]>>>;
  /** Ends the threads; works that are not done fail. */
  close(): Promise<void>;
}

/** How much is done at the same time. */
export interface PoolSize {
  /** Default one per core. */
  threads?: number;
  /** Of a thread: it begins the next while its last is on a core or on its way; default 2. */
  worksAtOnce?: number;
}

interface Task {
  work: string;
  input: unknown;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

/**
 * Threads for the works of a module, started when there is work for them. They don't keep the process from ending.
 *
 * @param entry module that calls `serveWorks(works)`. Without one, or where it isn't there (TypeScript under a test runner, a
 *   bundle of one file), the works are done on the calling thread, as many at a time.
 */
export function threadPool<W extends Works>(
  works: W,
  entry?: URL,
  { threads = pictureWorkers, worksAtOnce = 2 }: PoolSize = {},
): ThreadPool<W> {
  const start = entry && existsSync(entry) ? () => startThread(entry) : () => onThisThread(works);
  const waiting: Task[] = [];
  const busy = new Map<Worker, number>();

  /** A worker that can take one more: an idle one, a new one, or the least busy one. */
  const freeWorker = (): Worker | undefined => {
    for (const worker of busy.keys()) if (!worker.alive()) busy.delete(worker);
    const [least] = [...busy].sort(([, a], [, b]) => a - b);
    if (least?.[1] === 0) return least[0];
    if (busy.size < threads) {
      const worker = start();
      busy.set(worker, 0);
      return worker;
    }
    return least && least[1] < worksAtOnce ? least[0] : undefined;
  };
  const next = (): void => {
    while (waiting.length > 0) {
      const worker = freeWorker();
      if (!worker) return;
      const { work, input, resolve, reject } = waiting.shift()!;
      busy.set(worker, busy.get(worker)! + 1);
      void worker
        .run(work, input)
        .finally(() => {
          if (busy.has(worker)) busy.set(worker, busy.get(worker)! - 1);
          next();
        })
        .then(resolve, reject);
    }
  };
  return {
    run: (work, input) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, input, resolve: resolve as Task['resolve'], reject });
        next();
      }),
    async close() {
      for (const { work, reject } of waiting.splice(0))
        reject(new RetrievalError({ what: 'The threads were ended before a work was begun', where: work }));
      const workers = [...busy.keys()];
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function onThisThread(works: Works): Worker {
  return {
    run: (work, input) => works[work]!(input as never),
    alive: () => true,
    close: () => Promise.resolve(),
  };
}
