import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../base/files/makeFolder.js';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import { RetrievalError } from '../errors.js';
import { openJobLog, type JobLog } from './jobLog.js';
import { jobProgress, type JobsProgress } from './jobProgress.js';
import type { AttendedEngine, Job, JobEnd, JobPlan } from './types.js';

export interface RunJobsOptions {
  /** Most jobs at the same time; default what the engine takes. */
  workers?: number;
  /** How often a job that failed is tried again, unless it failed for what it was asked; default 2. */
  retries?: number;
  signal?: AbortSignal;
  onProgress?: (progress: JobsProgress) => void;
}

/** Exit codes that say that the same call would fail again: wrong usage, and data that is missing or broken. */
const usage = 2;
const final = new Set([usage, 3]);
/** Milliseconds before a second attempt; a later one waits longer. */
const pause = 2000;

interface Failure {
  job: Job;
  end: JobEnd;
  attempts: number;
  log: JobLog;
}

/**
 * Runs jobs on an engine, a few at a time. One that fails is tried again; when it fails for good the others go on, so that
 * as much as possible is there for the next call, except where a first job was called wrongly, as all others would be.
 *
 * @throws RetrievalError that tells how each failed job ended, with the end of its log. The signal's reason when aborted,
 *   after the jobs have ended.
 */
export async function runJobs(
  engine: AttendedEngine,
  plan: JobPlan,
  options: RunJobsOptions = {},
): Promise<void> {
  const { retries = 2, signal = new AbortController().signal } = options;
  const { jobs, folder } = plan;
  await makeFolder(folder);
  const failures: Failure[] = [];
  const giveUp = new AbortController();
  const stopped = AbortSignal.any([signal, giveUp.signal]);
  const progress = jobProgress(plan, options.onProgress);
  let done = 0;
  const work = async (index: number): Promise<void> => {
    if (giveUp.signal.aborted) return;
    const job = jobs[index]!;
    const file = join(folder, `${job.name.replaceAll(/[^\w.-]+/g, '-')}.log`);
    const log = openJobLog(file, (told) => progress.told(index, told));
    for (let attempts = 1; ; attempts++) {
      stopped.throwIfAborted();
      const end = await engine.run(job, { onText: (text) => log.add(text), signal: stopped });
      if (end.code === 0) {
        done++;
        return progress.finished(index);
      }
      stopped.throwIfAborted();
      if (attempts > retries || final.has(end.code ?? NaN)) {
        failures.push({ job, end, attempts, log });
        if (end.code === usage && done === 0) giveUp.abort();
        return;
      }
      progress.failedOnce(index);
      await sleep(pause * attempts, undefined, { signal: stopped }).catch(() => undefined);
    }
  };
  let thrown: Error | undefined;
  // All jobs have ended before an error goes on; one that was stopped for another's failure has no error of its own.
  const quietly = (index: number): Promise<void> =>
    work(index).catch((error: unknown) => {
      if (!giveUp.signal.aborted || signal.aborted) thrown ??= error as Error;
      giveUp.abort();
    });
  await forEachConcurrently(jobs.length, quietly, options.workers ?? engine.workers ?? jobs.length);
  signal.throwIfAborted();
  if (thrown) throw thrown;
  if (failures.length > 0) throw failed(failures, jobs.length);
}

function failed(failures: readonly Failure[], total: number): RetrievalError {
  const shown = failures.slice(0, 3).map(({ job, end, attempts, log }) => {
    const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
    const how = [end.code !== undefined && `exit code ${end.code}`, end.reason].filter(Boolean).join(', ');
    const lines = log.end().replaceAll(/^/gm, '      ');
    return `\n    ${job.name}: ${how || 'it ended without a word'}${tries}; the end of ${log.file}:\n${lines}`;
  });
  const more = failures.length > shown.length ? `\n    and ${failures.length - shown.length} more` : '';
  return new RetrievalError({
    what: `${failures.length} of ${total} jobs failed`,
    where: failures.map(({ job }) => job.name).join(', '),
    expected: 'none of these:',
    found: shown.join('') + more,
    fix: 'mend what the logs say and run the same command again; what is finished is kept',
    ...(failures.every(({ end }) => end.code === usage) && { kind: 'usage' }),
  });
}
