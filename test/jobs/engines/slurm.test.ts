import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { slurm } from '../../../src/jobs/engines/slurm.js';
import type { JobPlan } from '../../../src/jobs/types.js';

const folder = mkdtempSync(join(tmpdir(), 'slurm '));
afterAll(() => rmSync(folder, { recursive: true }));

/** Stands in for this program: writes down its words, and ends as the first time, or as it always does. */
const program = join(folder, 'program.sh');
vi.mock('../../../src/jobs/program.js', () => ({
  programWords: () => ['bash', program],
  passedVariables: () => ({ ASYMMETRIC_FOLDER: "it's here" }),
}));
writeFileSync(
  program,
  `printf '%s|' "$ASYMMETRIC_FOLDER" "$@" >> '${join(folder, 'calls')}'; echo >> '${join(folder, 'calls')}'
case "$1" in once) [ -e '${join(folder, 'again')}' ] || { touch '${join(folder, 'again')}'; exit 1; } ;; usage) exit 2 ;; esac`,
);
const calls = (): string[] => {
  const lines = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  rmSync(join(folder, 'calls'));
  return lines;
};

const plan: JobPlan = {
  jobs: [['plain', 'a b', '$HOME'], ['once'], ['usage']].map((words, n) => ({
    name: `shard ${n + 1}/3`,
    words,
    amount: 1,
  })),
  unit: 'photos',
  last: ['merge', 'all of it'],
  folder: join(folder, 'jobs'),
};
const submit = (settings: object): Promise<string[]> =>
  slurm.open(slurm.schema.parse(settings)).submit(plan, { workers: 2, retries: 1 });
const task = (number: number) =>
  spawnSync('bash', [join(folder, 'jobs', 'jobs.sh')], {
    env: { ...process.env, SLURM_ARRAY_TASK_ID: String(number) },
    encoding: 'utf8',
  });

test('without sbatch the scripts are there, and how to submit them is told', async () => {
  const told = await submit({ options: '--partition=gpu  --comment=two words', sbatch: 'no-such-sbatch' });
  expect(told.join('\n')).toMatch(
    /no no-such-sbatch[^]*sbatch --parsable '.*jobs\.sh'[^]*afterok:\$id .*last\.sh/,
  );
  const script = readFileSync(join(folder, 'jobs', 'jobs.sh'), 'utf8');
  expect(script).toMatch(/^#!\/bin\/bash\n#SBATCH --job-name=asym\n#SBATCH --array=1-3%2\n/);
  expect(script).toContain('\n#SBATCH --partition=gpu\n#SBATCH --comment=two words\n');
});

test('a task does its own job with its own words', async () => {
  await submit({ sbatch: 'no-such-sbatch' });
  expect(task(1).status).toBe(0);
  expect(calls()).toEqual(["it's here|plain|a b|$HOME|"]);
});

test('what may pass is tried again, a wrong call is not, nor is there a fourth task', () => {
  expect([task(2).status, calls().length]).toEqual([0, 2]);
  expect([task(3).status, calls().length]).toEqual([2, 1]);
  expect(task(4).stderr).toContain('There is no task 4');
});

test('sbatch is given the array and what waits for it', async () => {
  const sbatch = join(folder, 'sbatch');
  writeFileSync(
    sbatch,
    `#!/bin/bash\nprintf '%s|' "$@" >> '${join(folder, 'calls')}'; echo >> '${join(folder, 'calls')}'\necho '17;here'`,
  );
  chmodSync(sbatch, 0o755);
  expect((await submit({ sbatch })).join('\n')).toContain('array job 17');
  const [array, last] = calls();
  expect(array).toMatch(/^--parsable\|.*jobs\.sh\|$/);
  expect(last).toMatch(/^--parsable\|--dependency=afterok:17\|--kill-on-invalid-dep=yes\|.*last\.sh\|$/);
  expect(spawnSync('bash', [join(folder, 'jobs', 'last.sh')]).status).toBe(0);
  expect(calls()).toEqual(["it's here|merge|all of it|"]);
  writeFileSync(sbatch, '#!/bin/bash\necho "invalid partition" >&2; exit 1');
  await expect(submit({ sbatch })).rejects.toThrow(/does not take the job[^]*invalid partition/);
});
