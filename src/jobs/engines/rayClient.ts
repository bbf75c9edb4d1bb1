import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { RetrievalError } from '../../errors.js';

const statusSchema = z.object({
  status: z.enum(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']),
  message: z.string().nullish(),
  driver_exit_code: z.number().nullish(),
});
export type RayStatus = z.output<typeof statusSchema>;

const submittedSchema = z.object({ submission_id: z.string() });
const logsSchema = z.object({ logs: z.string() });
const usageSchema = z.object({
  data: z.object({
    clusterStatus: z.object({
      loadMetricsReport: z.object({ usage: z.record(z.string(), z.tuple([z.number(), z.number()])) }),
    }),
  }),
});

/** What is asked of the Jobs interface of Ray. */
export interface RayJobRequest {
  entrypoint: string;
  submission_id: string;
  runtime_env: Record<string, unknown>;
  metadata: Record<string, string>;
  entrypoint_num_cpus?: number;
  entrypoint_num_gpus?: number;
  entrypoint_memory?: number;
  entrypoint_resources?: Record<string, number>;
}

/** The Jobs interface of a Ray cluster, https://docs.ray.io/en/latest/cluster/running-applications/job-submission/rest.html. */
export interface RayClient {
  submit(job: RayJobRequest): Promise<string>;
  status(id: string): Promise<RayStatus>;
  /** All that the job has printed. */
  logs(id: string): Promise<string>;
  stop(id: string): Promise<void>;
  /** All there is of a resource, such as `CPU`; nothing where the cluster does not tell. */
  total(resource: string): Promise<number | undefined>;
}

/** Attempts of a request that gets no answer, with pauses of 1, 2, 4 ... s between. */
const attempts = 6;
const secondsPerRequest = 30;

/**
 * @param address of the dashboard, such as `http://127.0.0.1:8265`
 * @param pause milliseconds before a second attempt; default 1000
 */
export function rayClient(address: string, pause = 1000): RayClient {
  const token = process.env.RAY_AUTH_TOKEN;
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const send = async <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    body?: object,
    tries = attempts,
  ): Promise<z.output<Schema>> => {
    const url = new URL(path, address).href;
    const method = body ? 'POST' : 'GET';
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) } as const;
    for (let attempt = 1; ; attempt++) {
      try {
        // Not by fetch, whose headers Ray takes for a browser's.
        const signal = AbortSignal.timeout(1000 * secondsPerRequest);
        const response = await request(url, { ...sent, signal });
        const text = await response.body.text();
        if (response.statusCode !== 200) throw refused(url, response.statusCode, text);
        return schema.parse(JSON.parse(text));
      } catch (cause) {
        if (cause instanceof RetrievalError) throw cause;
        if (attempt === tries) throw unreachable(url, cause);
        await sleep(pause * 2 ** (attempt - 1));
      }
    }
  };
  return {
    // A second attempt of a submission that got through is refused as its id is taken.
    submit: async (job) => (await send('/api/jobs/', submittedSchema, job, 1)).submission_id,
    status: (id) => send(`/api/jobs/${id}`, statusSchema),
    logs: async (id) => (await send(`/api/jobs/${id}/logs`, logsSchema)).logs,
    stop: async (id) => void (await send(`/api/jobs/${id}/stop`, z.unknown(), {}, 2)),
    total: async (resource) => {
      const { data } = usageSchema.safeParse(await send('/api/cluster_status', z.unknown()));
      return data?.data.clusterStatus.loadMetricsReport.usage[resource]?.[1];
    },
  };
}

function refused(where: string, status: number, text: string): RetrievalError {
  const lines = text.trim().split('\n');
  return new RetrievalError({
    what: 'Ray refuses a request',
    where,
    found: `${status}: ${lines.filter((line) => line.trim().length > 1).at(-1) ?? 'no reason'}`,
    fix:
      status === 401 || status === 403
        ? 'set RAY_AUTH_TOKEN to the token of the cluster'
        : 'check --engine-set against what this cluster takes',
  });
}

function unreachable(where: string, cause: unknown): RetrievalError {
  const { message, cause: reason } = cause as Error;
  return new RetrievalError({
    what: 'The Ray cluster does not answer',
    where,
    expected: 'the dashboard of a running cluster',
    found: [message, reason instanceof Error && reason.message].filter(Boolean).join(': '),
    fix: 'start it (`npm run ray` for one on this machine), or name it with --engine-set address=http://HOST:8265',
    cause,
  });
}
