import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { interruption, isInterrupted } from '../../src/cli/interruption.js';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import type { Run } from '../../src/experiments/runOptions.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'asym-'));
const [model, log] = [join(folder, 'model'), join(folder, 'log')];

interface Ended {
  code: number | null;
  stderr: string;
}

const hasBegun = /Training \d/;

/** Runs the command; sends a signal as soon as the training has begun. */
function train(words: string[], signal?: NodeJS.Signals): Promise<Ended> {
  const program = packagePath('dist', 'cli', 'main.js');
  const all = ['train', '--config', join(folder, 'run.json'), '--out', model, '--log', log, ...words];
  const child = spawn(process.execPath, [program, ...all], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    const before = hasBegun.test(stderr);
    stderr += text.toString();
    if (signal && !before && hasBegun.test(stderr)) child.kill(signal);
  });
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve({ code, stderr })),
  );
}

beforeAll(async () => {
  const ids = Array.from({ length: 24 }, (_, n) => `label${n % 4}/p${n}.jpg`);
  for (const [n, id] of ids.entries()) await writePicture(join(folder, 'photos'), id, n % 4);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, (n % 4) ** 2, n / 100]));
  await writeEmbeddingFile(join(folder, 'vectors.npz'), { matrix: { data, rows: 24, columns: 4 }, ids });
  const run = {
    dataset: join(folder, 'photos'),
    gallery: { name: 'vectors', file: join(folder, 'vectors.npz') },
    query: { kind: 'smallCnn', width: 0.25, size: 32 },
    loss: { kind: 'featureRegression' },
    training: { epochs: 200, batchSize: 8 },
  };
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
});
afterAll(() => {
  const { record } = JSON.parse(readFileSync(join(model, 'run.json'), 'utf8')) as Run;
  const cache = workspacePath('data', 'cache');
  const made = [
    join(cache, ownCacheName(join(folder, 'photos'))),
    join(cache, 'runs', `${record.runId}.json`),
  ];
  for (const path of [folder, ...made]) rmSync(path, { recursive: true, force: true });
});

test('a second signal ends the process, but for one that is the first by another way', () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const signal = interruption();
  expect(interruption()).toBe(signal);
  process.emit('SIGTERM', 'SIGTERM');
  expect([signal.aborted, isInterrupted(), kill.mock.calls]).toEqual([true, true, []]);
  process.emit('SIGTERM', 'SIGTERM');
  expect(kill.mock.calls).toEqual([]);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2000);
  process.emit('SIGTERM', 'SIGTERM');
  expect(kill.mock.calls).toEqual([[process.pid, 'SIGTERM']]);
  vi.restoreAllMocks();
});

test('SIGTERM and Ctrl-C keep a training, say where, and the same command goes on', async () => {
  const kept = /Step (\d+) of \d+ is kept in (\S+);/;
  const first = await train([], 'SIGTERM');
  expect(first, first.stderr).toMatchObject({ code: 130, stderr: expect.stringMatching(kept) as string });
  expect(first.stderr).toContain('Interrupted');
  const [, step, where] = kept.exec(first.stderr)!;
  expect(where).toBe(join(model, '.training'));
  expect(readdirSync(where)).toEqual([`step-${step.padStart(8, '0')}`]);

  const other = await train(['--epochs', '201']);
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('epochs 200 (now 201)') as string });
  expect(other.stderr).toContain('--overwrite');

  const second = await train([], 'SIGINT');
  expect(second.stderr).toContain(`goes on from step ${step}`);
  expect(second.code).toBe(130);
  const [, later] = kept.exec(second.stderr)!;
  expect(Number(later)).toBeGreaterThan(Number(step));

  const last = await train([]);
  expect(last.stderr).toContain(`goes on from step ${later}`);
  expect(last.code, last.stderr).toBe(0);
  expect(existsSync(where)).toBe(false);
  const lines = readFileSync(join(log, 'log.jsonl'), 'utf8').trim().split('\n');
  const logged = lines.map((line) => JSON.parse(line) as { step: number; loss?: number });
  const steps = logged.filter(({ loss }) => loss !== undefined).map(({ step }) => step);
  expect(steps).toEqual(Array.from({ length: steps.length }, (_, n) => n + 1));
}, 180_000);
