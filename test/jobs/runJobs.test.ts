import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RetrievalError } from '../../src/errors.js';
import { runJobs, type RunJobsOptions } from '../../src/jobs/runJobs.js';
import type { JobsProgress } from '../../src/jobs/jobProgress.js';
import type { Job, JobEnd, JobPlan, JobWatch } from '../../src/jobs/types.js';
import { progressLine } from '../../src/report/notebook/progressLines.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jobs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const jobs = [1, 2, 3].map((n): Job => ({ name: `shard ${n}/3`, words: ['work', String(n)], amount: 10 }));
const plan = (): JobPlan => ({ jobs, unit: 'photos', last: ['merge'], folder });

/** Runs jobs whose ends a test decides, by the number of the job and of the attempt. */
async function ran(
  end: (job: number, attempt: number, watch: JobWatch) => JobEnd | Promise<JobEnd>,
  options: RunJobsOptions = {},
): Promise<{ attempts: number[]; states: JobsProgress[]; error?: RetrievalError }> {
  const attempts = [0, 0, 0];
  const states: JobsProgress[] = [];
  const engine = {
    run: async ({ words }: Job, watch: JobWatch) => {
      const job = Number(words[1]) - 1;
      return end(job, ++attempts[job], watch);
    },
  };
  const error = await runJobs(engine, plan(), { ...options, onProgress: (state) => states.push(state) }).then(
    () => undefined,
    (thrown: RetrievalError) => thrown,
  );
  return { attempts, states, ...(error && { error }) };
}

test('what jobs tell of their progress is added up, and what was there before does not count as work', async () => {
  const tell = (job: number, { onText }: JobWatch): JobEnd => {
    const total = job === 1 ? 4 : 10;
    onText(`Making ready\n${progressLine({ label: 'preparation', done: 1, total: 9 })}\n`);
    const half = progressLine({ label: 'toy: photos', done: total / 2, total });
    // A line may come in two pieces.
    onText(half.slice(0, 12));
    onText(`${half.slice(12)}\n`);
    return { code: 0 };
  };
  const { states } = await ran((job, _, watch) => tell(job, watch), { workers: 1 });
  expect(states.map(({ done, reused }) => [done, reused])).toEqual([
    [5, 0],
    [10, 0],
    [18, 6],
    [20, 6],
    [25, 6],
    [30, 6],
  ]);
  expect(states.at(-1)).toMatchObject({ total: 30, finished: 3, jobs: 3, retried: 0 });
  expect(readFileSync(join(folder, 'shard-1-3.log'), 'utf8')).toBe('Making ready\n');
});

test('a job that fails for something that may pass is tried again, others go on', async () => {
  const { attempts, error, states } = await ran((job, attempt) =>
    job === 1 && attempt === 1 ? { reason: 'ended by SIGKILL' } : { code: 0 },
  );
  expect([attempts, error]).toEqual([[1, 2, 1], undefined]);
  expect(states.at(-1)).toMatchObject({ retried: 1, finished: 3 });
});

test('what fails for good is told with the end of its log', async () => {
  const { attempts, error } = await ran(
    (job, _, { onText }) => {
      onText(`line of ${job}\n`);
      return job === 0 ? { code: 3 } : job === 1 ? { code: 1 } : { code: 0 };
    },
    { retries: 0 },
  );
  expect(attempts).toEqual([1, 1, 1]);
  expect(error!.details.what).toBe('2 of 3 jobs failed');
  expect(error!.message).toMatch(/shard 1\/3: exit code 3; the end of .*shard-1-3.log:\n +line of 0/);
  expect(error!.message).toMatch(/shard 2\/3: exit code 1/);
});

test('missing data is not tried again', async () => {
  const { attempts } = await ran((job) => ({ code: job === 2 ? 3 : 0 }), { retries: 5 });
  expect(attempts).toEqual([1, 1, 1]);
});

test('a call that is wrong for the first is wrong for all', async () => {
  const { attempts, error } = await ran(() => ({ code: 2 }), { workers: 1 });
  expect(attempts).toEqual([1, 0, 0]);
  expect(error!.details).toMatchObject({ what: '1 of 3 jobs failed', kind: 'usage' });
});

test('never more at the same time than wanted', async () => {
  let [now, most] = [0, 0];
  await ran(
    async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now--;
      return { code: 0 };
    },
    { workers: 2 },
  );
  expect(most).toBe(2);
});

test('a stop ends the jobs that run and begins no others', async () => {
  const controller = new AbortController();
  let ended = 0;
  const { attempts, error } = await ran(
    (_, __, { signal }) =>
      new Promise((resolve) => {
        const end = (): void => void setTimeout(() => (ended++, resolve({ reason: 'stopped' })), 50);
        signal.addEventListener('abort', end);
        controller.abort(new Error('enough'));
      }),
    { workers: 1, signal: controller.signal },
  );
  expect(error).toEqual(new Error('enough'));
  expect([attempts, ended]).toEqual([[1, 0, 0], 1]);
});
