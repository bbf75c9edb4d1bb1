import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { shellWords } from '../../base/shellWords.js';
import { progressVariable } from '../../report/notebook/progressLines.js';
import { passedVariables, programWords } from '../program.js';
import type { AttendedEngine, EngineDefinition, Job, JobEnd, JobWatch } from '../types.js';
import { rayClient, type RayClient, type RayJobRequest, type RayStatus } from './rayClient.js';

const { RAY_API_SERVER_ADDRESS: named, RAY_ADDRESS: other } = process.env;
const usualAddress = [named, other].find((address) => address?.startsWith('http')) ?? 'http://127.0.0.1:8265';

const schema = z.strictObject({
  address: z
    .url({ protocol: /^https?$/ })
    .default(usualAddress)
    .describe("The cluster's dashboard; default what RAY_API_SERVER_ADDRESS says, else this machine's."),
  cpus: z.number().min(0).default(1).describe('Cores that a job is given.'),
  gpus: z.number().min(0).default(0).describe('GPUs that a job is given; parts of one are possible.'),
  memory: z.int().positive().optional().describe('Bytes of memory that a job is given.'),
  resources: z.record(z.string(), z.number()).default({}).describe("The cluster's own resources, as JSON."),
  runtimeEnv: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('The runtime environment as JSON: `working_dir`, `env_vars`, `image_uri` of a container ...'),
  folder: z
    .string()
    .optional()
    .describe("Where jobs start; default this folder, or the runtime environment's `working_dir`."),
  program: z
    .string()
    .default(shellWords(programWords()))
    .describe('What starts `asym` there, for machines that have it elsewhere.'),
  seconds: z.number().positive().default(1).describe('Between two looks at a job.'),
});
type Settings = z.output<typeof schema>;

/** Jobs of a Ray cluster, submitted over its REST interface. */
export const ray = {
  what: 'jobs of a Ray cluster whose machines share this folder',
  schema,
  open: async (settings): Promise<AttendedEngine> => {
    const client = rayClient(settings.address);
    const workers = await room(client, settings);
    return { ...(workers && { workers }), run: (job, watch) => runJob(client, settings, job, watch) };
  },
} satisfies EngineDefinition<typeof schema>;

/** Jobs that find room at the same time: one that waits for too long is given up by Ray. */
async function room(client: RayClient, { cpus, gpus }: Settings): Promise<number | undefined> {
  const rooms: number[] = [];
  for (const [resource, share] of [
    ['CPU', cpus],
    ['GPU', gpus],
  ] as const) {
    const total = share > 0 ? await client.total(resource) : undefined;
    if (total !== undefined) rooms.push(Math.max(1, Math.floor(total / share)));
  }
  return rooms.length > 0 ? Math.min(...rooms) : undefined;
}

/** What Ray is asked for a job. */
export function rayRequest(job: Job, settings: Settings, id: string): RayJobRequest {
  const { cpus, gpus, memory, resources, runtimeEnv, program } = settings;
  const folder = settings.folder ?? (runtimeEnv.working_dir === undefined ? process.cwd() : undefined);
  const call = `exec ${program} ${shellWords(job.words)}`;
  const own = (runtimeEnv.env_vars ?? {}) as Record<string, string>;
  return {
    entrypoint: folder === undefined ? call : `cd ${shellWords([folder])} && ${call}`,
    submission_id: id,
    runtime_env: { ...runtimeEnv, env_vars: { ...passedVariables(), [progressVariable]: 'lines', ...own } },
    metadata: { name: `asym ${job.name}` },
    entrypoint_num_cpus: cpus,
    entrypoint_num_gpus: gpus,
    ...(memory !== undefined && { entrypoint_memory: memory }),
    entrypoint_resources: resources,
  };
}

async function runJob(client: RayClient, settings: Settings, job: Job, watch: JobWatch): Promise<JobEnd> {
  const { onText, signal } = watch;
  const name = job.name.replaceAll(/\W+/g, '-');
  const id = await client.submit(rayRequest(job, settings, `asym-${name}-${randomBytes(4).toString('hex')}`));
  let seen = 0;
  const readOn = async (): Promise<void> => {
    const logs = await client.logs(id);
    onText(logs.slice(seen));
    seen = Math.max(seen, logs.length);
  };
  for (let isStopping = false; ;) {
    const status = await client.status(id);
    if (status.status !== 'PENDING') await readOn();
    const end = endOf(status);
    if (end) return end;
    // Ray does not take back a job that has not begun; it is stopped when it does.
    if (isStopping && status.status === 'PENDING') return { reason: 'stopped' };
    if (signal.aborted && !isStopping) {
      await client.stop(id);
      isStopping = true;
    }
    await sleep(1000 * settings.seconds, undefined, isStopping ? {} : { signal }).catch(() => undefined);
  }
}

function endOf({ status, message, driver_exit_code: code }: RayStatus): JobEnd | undefined {
  if (status === 'SUCCEEDED') return { code: 0 };
  if (status === 'STOPPED') return { reason: 'it was stopped' };
  if (status !== 'FAILED') return undefined;
  const reason = message?.split(/, last available logs|\n/)[0];
  // A signal gives a negative code, which is none of the program's.
  return { ...(code != null && code >= 0 && { code }), reason };
}
