import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RayJobRequest } from '../../../src/jobs/engines/rayClient.js';

/** What a job of the stub says at one look after the other; the last stays. */
export interface StubLook {
  status: 'PENDING' | 'RUNNING' | 'STOPPED' | 'SUCCEEDED' | 'FAILED';
  message?: string;
  driver_exit_code?: number;
  logs?: string;
}

export interface RayStub {
  address: string;
  /** What was submitted, in order. */
  submitted: RayJobRequest[];
  stopped: string[];
  /** The looks of the jobs that are submitted from now on. */
  looks: StubLook[];
  /** Requests that get no answer from now on. */
  silent: number;
  /** Of the last request. */
  headers: IncomingMessage['headers'];
  close: () => void;
}

const pending =
  'Job has not started yet. It may be waiting for resources (CPUs, GPUs, memory, custom resources) to become available.';

/** The answers of the Jobs interface of Ray 2.60, as far as they are asked for. */
export async function startRayStub(): Promise<RayStub> {
  const jobs = new Map<string, { looks: StubLook[]; request: RayJobRequest }>();
  const stub: Omit<RayStub, 'address' | 'close'> = {
    submitted: [],
    stopped: [],
    looks: [],
    silent: 0,
    headers: {},
  };
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      stub.headers = request.headers;
      if (stub.silent > 0) {
        stub.silent--;
        return void request.socket.destroy();
      }
      const [status, body] = answer(request, Buffer.concat(parts).toString());
      response.statusCode = status;
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const answer = (request: IncomingMessage, text: string): [number, string | object] => {
    const { method, url = '', headers } = request;
    // Ray takes these for a browser's.
    const isBrowser = ['sec-fetch-mode', 'origin', 'referer'].some((name) => name in headers);
    if (method === 'POST' && isBrowser) return [405, "'POST' method not allowed for browser traffic."];
    if (url === '/api/cluster_status') {
      const usage = { CPU: [0, 2], memory: [0, 24141225728], 'node:127.0.0.1': [0, 1] };
      return [200, { result: true, data: { clusterStatus: { loadMetricsReport: { usage } } } }];
    }
    const [, id, action] = /^\/api\/jobs\/([\w-]*)(?:\/(\w+))?$/.exec(url) ?? [];
    if (method === 'POST' && id === '') {
      const job = JSON.parse(text) as RayJobRequest;
      if (job.entrypoint_resources?.moon)
        return [500, 'Traceback (most recent call last):\nValueError: no moon.\n.\n'];
      stub.submitted.push(job);
      jobs.set(job.submission_id, { looks: [...stub.looks], request: job });
      return [200, { job_id: job.submission_id, submission_id: job.submission_id }];
    }
    const job = jobs.get(id ?? '');
    if (!job) return [404, `Job ${id} does not exist`];
    const [{ logs = '', ...look }] = job.looks as [StubLook];
    if (action === 'stop') {
      stub.stopped.push(id);
      job.looks = [{ status: 'STOPPED', message: 'Job was intentionally stopped.' }];
      return [200, { stopped: true }];
    }
    if (action === 'logs') {
      if (job.looks.length > 1) job.looks.shift();
      return [200, { logs }];
    }
    if (look.status === 'PENDING' && job.looks.length > 1) job.looks.shift();
    const { entrypoint, runtime_env, metadata } = job.request;
    const facts = { type: 'SUBMISSION', job_id: null, submission_id: id, entrypoint, runtime_env, metadata };
    return [200, { ...facts, message: pending, driver_exit_code: null, ...look }];
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(stub, { address: `http://127.0.0.1:${port}`, close: () => void server.close() });
}
