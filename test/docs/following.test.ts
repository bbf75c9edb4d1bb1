import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { trainAndSave } from '../../src/trainedModels/trainAndSave.js';
import { openTrainingLog } from '../../src/training/trainingLog.js';
import { toyFolder, writeToyVectors, type ToyFolder } from '../trainedModels/toyModel.js';

const page = readFileSync(packagePath('README.md'), 'utf8');
const section = /\n## Following a training\n([^]*?)\n## /.exec(page)![1];
const [logging, mlflow, wandb] = [...section.matchAll(/```(?:ts|python)\n([^]*?)```/g)].map(
  ([, code]) => code,
);

let toy: ToyFolder;
const home = process.cwd();
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder({ training: { epochs: 2, batchSize: 4 } });
  await writeToyVectors(toy);
  vi.stubEnv('ASYMMETRIC_FOLDER', toy.folder);
  process.chdir(toy.folder);
});
afterAll(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  toy.remove();
});

let runs = 0;

/** Runs code of the page, with what it takes for granted. */
async function run(code: string): Promise<void> {
  const { outputText } = ts.transpileModule(
    `export async function example(config, trainAndSave, openTrainingLog) {${code}}`,
    { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } },
  );
  const file = join(toy.folder, `${runs++}.mjs`);
  writeFileSync(file, outputText);
  const { example } = (await import(file)) as { example: (...given: unknown[]) => Promise<void> };
  await example(toy.config, trainAndSave, openTrainingLog);
}

interface Entry {
  step: number;
  loss?: number;
  orderConsistency10?: number;
}
const logged = (): Entry[] =>
  readFileSync(join('logs', 'mine', 'log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);

test('the callbacks write a log, which Weights & Biases is given line by line', async () => {
  await run(logging);
  const entries = logged();
  expect(entries.filter(({ loss }) => loss !== undefined).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  expect(entries.filter((entry) => entry.orderConsistency10 !== undefined).at(-1)!.step).toBe(4);
  // The package itself is far away; what is called of it stands in its place.
  mkdirSync('packages');
  writeFileSync(
    join('packages', 'wandb.py'),
    `import json
class Run:
    def log(self, values, step):
        print(json.dumps([step, values]))
    def finish(self):
        print('"finished"')
def init(project, name):
    return Run()
`,
  );
  const python = await promisify(execFile)('python3', ['-c', wandb], {
    env: { ...process.env, PYTHONPATH: 'packages' },
  });
  const given = python.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(given).toEqual([...entries.map((entry) => [entry.step, known(entry)]), 'finished']);
});

test('MLflow is told what is measured at the looks', async () => {
  const told: { path: string; values: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const values = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
      told.push({ path: request.url!, values });
      response.end(JSON.stringify({ run: { info: { run_id: 'r1' } } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run(mlflow.replace('127.0.0.1:5000', `127.0.0.1:${(server.address() as AddressInfo).port}`));
  } finally {
    server.close();
  }
  const paths = told.map(({ path }) => path.split('/').at(-1));
  expect([paths[0], paths.at(-1), new Set(paths.slice(1, -1))]).toEqual([
    'create',
    'update',
    new Set(['log-batch']),
  ]);
  expect(told[0].path).toBe('/api/2.0/mlflow/runs/create');
  const metrics = told[1].values.metrics as { key: string; value: number; step: number }[];
  expect(told[1].values.run_id).toBe('r1');
  expect(metrics.map(({ key }) => key)).toContain('orderConsistency10');
  expect(metrics.every(({ value, step }) => Number.isFinite(value) && step >= 1)).toBe(true);
  expect(told.at(-1)!.values).toMatchObject({ run_id: 'r1', status: 'FINISHED' });
});

function known(entry: Entry): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}
