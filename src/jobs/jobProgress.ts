import type { ToldProgress } from '../report/notebook/progressLines.js';
import type { JobPlan } from './types.js';

/** How far all jobs are together. */
export interface JobsProgress {
  /** Units of work, of all jobs. */
  done: number;
  total: number;
  /** Units that were there before. */
  reused: number;
  /** Jobs that are done, and how often one failed and was tried again. */
  finished: number;
  jobs: number;
  retried: number;
}

/** Adds up what jobs tell of their progress. */
export interface JobMeter {
  told(job: number, progress: ToldProgress): void;
  finished(job: number): void;
  failedOnce(job: number): void;
}

/** Bars of jobs whose labels do not end with the plan's unit, such as those of preparations, do not count. */
export function jobProgress(
  { jobs, unit }: Pick<JobPlan, 'jobs' | 'unit'>,
  onProgress?: (progress: JobsProgress) => void,
): JobMeter {
  const total = jobs.reduce((sum, { amount }) => sum + amount, 0);
  const [done, reused] = [new Map<number, number>(), new Map<number, number>()];
  const ended = new Set<number>();
  let retried = 0;
  const report = (): void =>
    onProgress?.({
      done: sum(done),
      total,
      reused: sum(reused),
      finished: ended.size,
      jobs: jobs.length,
      retried,
    });
  return {
    told(job, { label, done: now, total: left }) {
      if (!label.endsWith(unit)) return;
      const { amount } = jobs[job]!;
      // A bar is over what was still to do.
      if (!reused.has(job)) reused.set(job, Math.max(0, amount - left));
      done.set(job, Math.min(amount, Math.max(0, amount - left + now)));
      report();
    },
    finished(job) {
      const { amount } = jobs[job]!;
      // One that told nothing had nothing to do.
      if (!reused.has(job)) reused.set(job, amount);
      done.set(job, amount);
      ended.add(job);
      report();
    },
    failedOnce(job) {
      retried++;
      done.delete(job);
      report();
    },
  };
}

const sum = (numbers: ReadonlyMap<number, number>): number =>
  [...numbers.values()].reduce((a, b) => a + b, 0);
