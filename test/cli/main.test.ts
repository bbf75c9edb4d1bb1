import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'asym-'));
const program = packagePath('dist', 'cli', 'main.js');
const bin = packagePath('setup', 'asym.mjs');

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command in the folder of the test. */
function start(
  words: string[],
  { script = program, interruptAt }: { script?: string; interruptAt?: string } = {},
): Promise<Ended> {
  const options: SpawnOptions = { cwd: folder, env: { ...process.env, ASYMMETRIC_TRACE: '' } };
  const child = spawn(process.execPath, [script, ...words], options);
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr!.on('data', (text: Buffer) => {
    const before = stderr.includes(interruptAt ?? '\0');
    stderr += text.toString();
    if (interruptAt && !before && stderr.includes(interruptAt)) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve({ code, stdout, stderr })),
  );
}

const run = {
  dataset: 'photos',
  gallery: { name: 'vectors', file: 'vectors.npz' },
  query: { kind: 'smallCnn', width: 0.25, size: 32 },
  loss: { kind: 'featureRegression' },
  training: { epochs: 1, batchSize: 8 },
};
const ids = Array.from({ length: 24 }, (_, n) => `label${n % 4}/p${n}.jpg`);
let trained: Ended;

beforeAll(async () => {
  for (const [n, id] of ids.entries()) await writePicture(join(folder, 'photos'), id, n % 4);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, (n % 4) ** 2, n / 100]));
  await writeEmbeddingFile(join(folder, 'vectors.npz'), { matrix: { data, rows: 24, columns: 4 }, ids });
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
  trained = await start([
    'train',
    '--config',
    'run.json',
    '--set',
    'training.epochs=2',
    '--out',
    'model',
    '--json',
  ]);
}, 60_000);
afterAll(() => {
  const cache = workspacePath('data', 'cache');
  const { record } = JSON.parse(trained.stdout) as Trained;
  const made = [
    join(cache, ownCacheName(join(folder, 'photos'))),
    join(cache, 'runs', `${record.runId}.json`),
  ];
  for (const path of [folder, ...made]) rmSync(path, { recursive: true, force: true });
});

/** The parts of a training run's document that are looked at. */
interface Trained {
  config: { training: { epochs: number }; gallery: object; split: string; seed: number };
  record: { runId: string; galleryModel: string; mapAsymmetric: number };
}
const saved = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'model', name), 'utf8'));

describe('asym train', () => {
  test('trains for vectors from a file and prints one JSON document, with progress beside it', () => {
    expect(trained).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/Training \d+\/\d+ .*(left|in all)/) as string,
    });
    const { config, record } = JSON.parse(trained.stdout) as Trained;
    expect(config).toMatchObject({
      training: { epochs: 2 },
      gallery: run.gallery,
      split: 'heldOut',
      seed: 0,
    });
    expect(record.galleryModel).toBe('vectors vectors.npz');
    expect(record.mapAsymmetric).toBeGreaterThan(0);
  });

  test('saves the configuration that it ran with beside the model', () => {
    const { config, record } = JSON.parse(trained.stdout) as Trained;
    expect(saved('config.json')).toEqual(config);
    expect(saved('run.json')).toMatchObject({ record, manifest: { config } });
  });

  test('that is interrupted ends with 130, and the model of before stays', async () => {
    const before = saved('query-model.json');
    const words = ['train', '--config', 'run.json', '--epochs', '100000', '--out', 'model', '--overwrite'];
    const { code, stderr } = await start(words, { interruptAt: 'Training 1' });
    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted');
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stderr).toContain('100000 epochs');
    expect(saved('query-model.json')).toEqual(before);
    expect(saved('config.json')).toMatchObject({ training: { epochs: 2 } });
  }, 60_000);

  test('refuses an unknown field with a suggestion, no trace and exit code 2', async () => {
    const { code, stdout, stderr } = await start([
      'train',
      '--config',
      'run.json',
      '--set',
      'trainning.epochs=2',
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('trainning: there is no such field; did you mean "training"?');
    expect(stderr).not.toMatch(/^ {4}at /m);
  }, 60_000);
});

describe('asym search', () => {
  test('ranks a gallery for each picture', async () => {
    const words = ['search', '--model', 'model', '--gallery', 'vectors.npz', '--top', '3', '--json'];
    const { code, stdout } = await start([
      ...words,
      '--queries',
      join('photos', ids[0]),
      join('photos', 'label1'),
    ]);
    expect(code).toBe(0);
    type Found = { query: string; results: { rank: number; id: string; similarity: number }[] };
    const { gallery, queries } = JSON.parse(stdout) as { gallery: object; queries: Found[] };
    expect(gallery).toEqual({ name: 'vectors.npz', rows: 24, named: 'array "ids" of vectors.npz' });
    expect(queries).toHaveLength(7);
    expect(queries[0].query).toBe(join('photos', ids[0]));
    for (const { results } of queries) {
      expect(results.map(({ rank }) => rank)).toEqual([1, 2, 3]);
      const similarities = results.map(({ similarity }) => similarity);
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
      for (const { id } of results) expect(ids).toContain(id);
    }
  }, 60_000);

  test('without its model ends with exit code 3, and tells where in the code when asked', async () => {
    const words = ['search', '--model', 'none', '--queries', 'photos', '--trace'];
    const { code, stdout, stderr } = await start(words);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('There is no readable saved query model');
    expect(stderr).toMatch(/^ {4}at /m);
  }, 60_000);
});

test('the command of the package leads to the doctor', async () => {
  const { code, stdout } = await start(['doctor', '--json'], { script: bin });
  expect(code).toBe((JSON.parse(stdout) as { ok: boolean }).ok ? 0 : 1);
}, 60_000);

describe('output that nobody takes', () => {
  /** Runs a line of the shell, in which `run` is the command. */
  const shell = (text: string) =>
    spawnSync('bash', ['-c', `run() { "${process.execPath}" "${program}" "$@"; }; ${text}`], {
      cwd: folder,
      encoding: 'utf8',
    });

  test('costs no model: a reader that had enough', () => {
    const { stdout } = shell('(run train --config run.json --out piped 2>&1; echo $? > code) | head -c 10');
    expect(stdout).toHaveLength(10);
    expect(readFileSync(join(folder, 'code'), 'utf8').trim()).toBe('0');
    expect(readdirSync(join(folder, 'piped'))).toContain('run.json');
  }, 60_000);

  test('is told where the disk is full', () => {
    const { status, stderr } = shell('run list losses > /dev/full');
    expect(status).toBe(1);
    expect(stderr).toContain('Printing the output failed: the disk is full');
  });
});

test('a second training into the same folder is refused with the name of the first, which goes on', async () => {
  const words = ['train', '--config', 'run.json', '--out', 'shared'];
  const first = start([...words, '--set', 'training.epochs=200']);
  await vi.waitFor(() => expect(existsSync(join(folder, 'shared', '.lock'))).toBe(true), { timeout: 30_000 });
  const second = await start(words);
  expect(second.code).toBe(2);
  expect(second.stderr).toMatch(/process \d+ \(asym train .*--out shared/);
  expect(await first).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder, 'shared')).filter((name) => name.startsWith('.'))).toEqual([]);
}, 60_000);
