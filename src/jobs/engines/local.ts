import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { z } from 'zod';
import { progressVariable } from '../../report/notebook/progressLines.js';
import { programWords } from '../program.js';
import type { AttendedEngine, EngineDefinition, Job, JobEnd, JobWatch } from '../types.js';

const schema = z.strictObject({
  nice: z.int().min(0).max(19).default(0).describe('How much the processes stand back behind others.'),
});

/** Processes on this machine. */
export const local = {
  what: 'processes on this machine',
  schema,
  open: ({ nice }): AttendedEngine => ({ workers: 2, run: (job, watch) => runProcess(job, watch, nice) }),
} satisfies EngineDefinition<typeof schema>;

/** Ends with this process, and is ended by the signal after it has kept what it has. */
function runProcess(job: Job, { onText, signal }: JobWatch, nice: number): Promise<JobEnd> {
  const [program, ...words] = [
    ...(nice > 0 ? ['nice', '-n', String(nice)] : []),
    ...programWords(),
    ...job.words,
  ];
  const child = spawn(program!, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ASYMMETRIC_PARENT: String(process.pid), [progressVariable]: 'lines' },
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  return new Promise<JobEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => {
      signal.removeEventListener('abort', stop);
      resolve(by ? { reason: `ended by ${by} (${constants.signals[by]})` } : { code: code ?? undefined });
    });
  });
}
