import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packagePath } from '../../../src/base/files/packagePath.js';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { createQueryModel } from '../../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../../src/models/queryModelFiles.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { writePhotos } from '../../extraction/toyPhotos.js';
import { isLong, tally, timeLimit } from '../amounts.js';

const ray = workspacePath('.machines', 'bin', 'ray');
const isHere = existsSync(ray);
const why = !isLong ? ' (only in npm run torture)' : isHere ? '' : ' (npm run ray -- --setup installs it)';
const runs = isLong && isHere;
const address = 'http://127.0.0.1:8266';
const asym = packagePath('dist', 'cli', 'main.js');
const root = mkdtempSync(join(tmpdir(), 'ray-'));
let cluster: ChildProcess | undefined;

beforeAll(async () => {
  if (!runs) return;
  const ports = [
    '--port=6390',
    '--dashboard-port=8266',
    '--dashboard-agent-listen-port=52366',
    '--ray-client-server-port=9999',
  ];
  cluster = spawn(
    ray,
    [
      'start',
      '--head',
      '--block',
      '--dashboard-host=127.0.0.1',
      '--disable-usage-stats',
      '--num-cpus=2',
      '--object-store-memory=100000000',
      ...ports,
    ],
    { env: { ...process.env, RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '0' }, stdio: 'ignore' },
  );
  for (let attempt = 0; attempt < 120; attempt++) {
    if (
      await fetch(`${address}/api/version`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await selectBackend();
  const random = randomSource(1, 'model');
  const query = await createQueryModel({ kind: 'smallCnn', size: 64 }, random, { dimension: 64 });
  await saveQueryModel(query, join(root, 'model'));
  query.dispose();
  await writePhotos(
    join(root, 'photos'),
    Array.from({ length: 3000 }, (_, n): [number, number] => [300 + (n % 7), 200]),
  );
}, 300_000);
afterAll(async () => {
  if (cluster) {
    const ended = new Promise((resolve) => cluster!.once('close', resolve));
    cluster.kill('SIGTERM');
    await ended;
  }
  rmSync(root, { recursive: true });
});

const call = (words: readonly string[], folder: string) =>
  spawn(process.execPath, [asym, ...words], {
    cwd: folder,
    env: { ...process.env, ASYMMETRIC_FOLDER: folder },
  });
const onRay = ['--engine', 'ray', '--engine-set', `address=${address}`];

async function ended(child: ChildProcess): Promise<string> {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (part: Buffer) => (text += part.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, text).toBe(0);
  return text;
}

/** Kills the process of the first shard once it has stored something. */
async function killFirst(log: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (existsSync(log) && readFileSync(log, 'utf8').includes('"chunk":1')) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const found = spawnSync('pgrep', ['-f', `main.js extract .*${root}.*--shard 1/3`], { encoding: 'utf8' });
  const pids = found.stdout
    .trim()
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
  const own = pids.filter((pid) => /^node\b|\/node\b/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
  expect(own.length).toBeGreaterThan(0);
  for (const pid of own) process.kill(pid, 'SIGKILL');
  tally('kills', 'a Ray worker', own.length);
}

test.runIf(runs)(
  `an extraction on Ray whose worker is killed makes the bytes of one process${why}`,
  async () => {
    const pictures = join(root, 'photos');
    const words = (out: string) => [
      'extract',
      '--model',
      join(root, 'model'),
      '--pictures',
      pictures,
      '--out',
      join(root, out),
    ];
    await ended(call(words('one.npy'), root));
    const running = ended(call([...words('all.npy'), ...onRay, '--shards', '3'], root));
    await killFirst(join(root, 'all.shards', '1-of-3.chunks.jsonl'));
    expect(await running).toContain('1 tried again');
    for (const ending of ['npy', 'ids.txt', 'manifest.json', 'chunks.jsonl'])
      expect(
        readFileSync(join(root, `all.${ending}`)).equals(readFileSync(join(root, `one.${ending}`))),
      ).toBe(true);
  },
  timeLimit,
);

test.runIf(runs)(
  `a grid on Ray has the results of one process${why}`,
  async () => {
    const folders = ['grid-one', 'grid-ray'].map((name) => join(root, name)) as [string, string];
    for (const folder of folders) {
      mkdirSync(join(folder, 'data'), { recursive: true });
      symlinkSync(workspacePath('data', 'weights'), join(folder, 'data', 'weights'));
    }
    await ended(call(['experiments', '--profile', 'smoke'], folders[0]));
    await ended(call(['experiments', '--profile', 'smoke', ...onRay, '--shards', '2'], folders[1]));
    const numbers = (folder: string): unknown[] =>
      (JSON.parse(readFileSync(join(folder, 'figures', 'smoke', 'results.json'), 'utf8')) as object[]).map(
        (record) =>
          Object.fromEntries(
            Object.entries(record).filter(([name]) => !['trainingSeconds', 'imagesPerSecond'].includes(name)),
          ),
      );
    expect(numbers(folders[1])).toEqual(numbers(folders[0]));
    expect(readdirSync(join(folders[1], 'data', 'cache', 'jobs', 'experiments'))).toHaveLength(2);
  },
  timeLimit,
);
