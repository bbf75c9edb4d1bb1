import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { makeFolder } from '../../base/files/makeFolder.js';
import { shellWords } from '../../base/shellWords.js';
import { RetrievalError } from '../../errors.js';
import { passedVariables, programWords } from '../program.js';
import type { BatchEngine, EngineDefinition, JobPlan } from '../types.js';

const schema = z.strictObject({
  options: z
    .string()
    .default('')
    .describe('Options of sbatch for each job, such as `--partition=gpu --gres=gpu:1 --time=2:00:00`.'),
  lastOptions: z.string().default('').describe('Options of sbatch for the job that puts the parts together.'),
  sbatch: z.string().default('sbatch').describe('The program that submits.'),
});

/** An array job of Slurm, and a job behind it. */
export const slurm = {
  what: 'an array job of Slurm, on machines that share this folder; nobody waits for it',
  schema,
  open: ({ options, lastOptions, sbatch }): BatchEngine => ({
    async submit(plan, { workers, retries }) {
      const folder = resolve(plan.folder);
      const [array, last] = [join(folder, 'jobs.sh'), join(folder, 'last.sh')];
      await makeFolder(folder);
      await atomicWrite(array, arrayScript({ ...plan, folder }, { options, workers, retries }));
      await atomicWrite(last, lastScript({ ...plan, folder }, lastOptions));
      return submitted(sbatch, array, last);
    },
  }),
} satisfies EngineDefinition<typeof schema>;

/**
 * The script of an array: task number n does the n-th job, and again where it fails for something that may pass.
 * @param choice options of sbatch, most tasks at the same time, further attempts of a task
 */
export function arrayScript(
  { jobs, folder }: Pick<JobPlan, 'jobs' | 'folder'>,
  { options, workers, retries }: { options: string; workers: number; retries: number },
): string {
  const cases = jobs.map(({ words }, n) => `    ${n + 1}) ${shellWords([...programWords(), ...words])} ;;`);
  return `${head('asym', [`--array=1-${jobs.length}%${workers}`, shellWords([`--output=${join(folder, 'task-%a.log')}`]), options])}
once() {
  case "$SLURM_ARRAY_TASK_ID" in
${cases.join('\n')}
    *) echo "There is no task $SLURM_ARRAY_TASK_ID" >&2; return 2 ;;
  esac
}
for attempt in $(seq ${retries + 1}); do
  once && exit 0
  code=$?
  # Wrong usage, and data that is missing or broken, stay so.
  if [ $code -eq 2 ] || [ $code -eq 3 ]; then break; fi
  sleep $((2 * attempt))
done
exit $code
`;
}

function lastScript({ last, folder }: JobPlan, options: string): string {
  const call = shellWords([...programWords(), ...last]);
  return `${head('asym-last', [`--output=${join(folder, 'last.log')}`, options])}\n${call}\n`;
}

function head(name: string, options: readonly string[]): string {
  const words = options.flatMap((option) => option.split(/\s+(?=--?\w)/)).filter(Boolean);
  const exported = Object.entries(passedVariables()).map(
    ([variable, value]) => `export ${variable}=${shellWords([value])}`,
  );
  return [
    '#!/bin/bash',
    ...[`--job-name=${name}`, ...words].map((word) => `#SBATCH ${word}`),
    `cd ${shellWords([process.cwd()])} || exit 1`,
    ...exported,
  ].join('\n');
}

async function submitted(sbatch: string, array: string, last: string): Promise<string[]> {
  const dependency = (id: string): string[] => [`--dependency=afterok:${id}`, '--kill-on-invalid-dep=yes'];
  const submit = async (words: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(sbatch, ['--parsable', ...words]);
    return stdout.trim().split(';')[0]!;
  };
  try {
    const id = await submit([array]);
    const then = await submit([...dependency(id), last]);
    return [
      `Slurm has array job ${id}, and job ${then}, which puts the parts together behind it.`,
      `squeue --jobs ${id},${then} tells how they are; logs are beside ${array}.`,
      'What failed goes on by the same command.',
    ];
  } catch (cause) {
    const { code, stderr = '' } = cause as { code?: unknown; stderr?: string };
    if (code !== 'ENOENT') throw refused(sbatch, array, stderr.trim() || String(cause), cause);
    return [
      `There is no ${sbatch} on this machine. On one of the cluster, which sees the same folder:`,
      `  id=$(sbatch --parsable ${shellWords([array])})`,
      `  sbatch ${dependency('$id').join(' ')} ${shellWords([last])}`,
    ];
  }
}

function refused(sbatch: string, where: string, found: string, cause: unknown): RetrievalError {
  return new RetrievalError({
    what: 'Slurm does not take the job',
    where,
    expected: `${sbatch} to submit it`,
    found,
    fix: 'give what the cluster asks for, such as --engine-set "options=--partition=gpu --time=1:00:00"',
    cause,
  });
}
