import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ray } from '../../../src/jobs/engines/ray.js';
import { rayClient } from '../../../src/jobs/engines/rayClient.js';
import type { JobEnd } from '../../../src/jobs/types.js';
import { startRayStub, type RayStub } from './rayStub.js';

let stub: RayStub;
beforeAll(async () => {
  stub = await startRayStub();
});
afterAll(() => stub.close());
beforeEach(() => {
  stub.submitted.length = stub.stopped.length = 0;
});
afterEach(() => vi.unstubAllEnvs());

const job = { name: 'shard 1/2', words: ['extract', '--pictures', 'my photos'], amount: 1 };

async function run(looks: RayStub['looks'], settings: object = {}, signal = new AbortController().signal) {
  stub.looks = looks;
  let text = '';
  const schema = ray.schema.parse({ address: stub.address, seconds: 0.01, ...settings });
  const engine = await ray.open(schema);
  const end: JobEnd = await engine.run(job, { signal, onText: (more) => (text += more) });
  return { end, text, workers: engine.workers };
}

test('a job is submitted with its resources, looked at until it is done, and its log told once', async () => {
  vi.stubEnv('RAY_AUTH_TOKEN', 'secret');
  vi.stubEnv('ASYMMETRIC_FOLDER', '/data');
  const { end, text, workers } = await run(
    [
      { status: 'PENDING' },
      { status: 'RUNNING', logs: 'one\n' },
      { status: 'RUNNING', logs: 'one\ntwo\n' },
      { status: 'SUCCEEDED', logs: 'one\ntwo\nthree\n', driver_exit_code: 0 },
    ],
    {
      cpus: 0.5,
      gpus: 1,
      memory: 1e9,
      resources: { disk: 1 },
      runtimeEnv: { env_vars: { A: 'b' }, image_uri: 'x' },
    },
  );
  expect([end, text, workers]).toEqual([{ code: 0 }, 'one\ntwo\nthree\n', 4]);
  const [sent] = stub.submitted;
  expect(sent).toMatchObject({
    entrypoint_num_cpus: 0.5,
    entrypoint_num_gpus: 1,
    entrypoint_memory: 1e9,
    entrypoint_resources: { disk: 1 },
    runtime_env: {
      image_uri: 'x',
      env_vars: { A: 'b', ASYMMETRIC_FOLDER: '/data', ASYMMETRIC_PROGRESS: 'lines' },
    },
    metadata: { name: 'asym shard 1/2' },
  });
  expect(sent.entrypoint).toMatch(/^cd \S+ && exec \S+ \S+main\.js extract --pictures 'my photos'$/);
  expect(stub.headers.authorization).toBe('Bearer secret');
});

test('with files that Ray brings, the job starts among them, by the program that is there', async () => {
  await run([{ status: 'SUCCEEDED' }], {
    runtimeEnv: { working_dir: 's3://bucket/files.zip' },
    program: 'npx asym',
  });
  expect(stub.submitted[0].entrypoint).toBe("exec npx asym extract --pictures 'my photos'");
});

test('how a job failed is told: by its exit code, by a signal, or because its worker died', async () => {
  const message =
    'Job entrypoint command failed with exit code 3, last available logs (truncated to 20,000 chars):\nx\n';
  const failed = (more: object) => run([{ status: 'FAILED', logs: 'x\n', ...more }]);
  const byCode = await failed({ message, driver_exit_code: 3 });
  expect(byCode).toMatchObject({
    end: { code: 3, reason: 'Job entrypoint command failed with exit code 3' },
    text: 'x\n',
  });
  expect((await failed({ driver_exit_code: -9, message: 'exit code -9' })).end).toEqual({
    reason: 'exit code -9',
  });
  const died = 'Job supervisor actor died: The actor died unexpectedly before finishing this task.';
  expect((await failed({ message: `${died}\nclass_name: JobSupervisor` })).end).toEqual({ reason: died });
});

test('a stop reaches Ray, also before the job has begun', async () => {
  const controller = new AbortController();
  controller.abort();
  const { end } = await run([{ status: 'RUNNING', logs: '' }], {}, controller.signal);
  expect(end).toEqual({ reason: 'it was stopped' });
  expect(stub.stopped).toEqual([stub.submitted[0].submission_id]);
});

test('a cluster that does not answer for a while is asked again, one that is gone is named', async () => {
  const client = rayClient(stub.address, 1);
  stub.silent = 3;
  expect(await client.total('CPU')).toBe(2);
  expect(await client.total('GPU')).toBeUndefined();
  await expect(rayClient('http://127.0.0.1:9', 1).status('x')).rejects.toThrow(
    /does not answer[^]*ECONNREFUSED[^]*npm run ray/,
  );
});

test('what Ray refuses is told by its last word', async () => {
  await expect(run([], { resources: { moon: 1 } })).rejects.toThrow(
    /refuses a request[^]*500: ValueError: no moon\./,
  );
  await expect(rayClient(stub.address, 1).status('nobody')).rejects.toThrow(/404: Job nobody does not exist/);
});
