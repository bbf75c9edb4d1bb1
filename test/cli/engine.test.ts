import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { toyModel } from '../extraction/toyModel.js';

const folder = mkdtempSync(join(tmpdir(), 'engine-'));
const [model, photos] = [join(folder, 'model'), join(folder, 'photos')];
let [printed, progress] = [[] as string[], [] as string[]];

beforeAll(() => toyModel(model, photos));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  [printed, progress] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void progress.push(line));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => progress.push(String(text)) > 0);
});

const asym = (...words: string[]) => createProgram().parseAsync(words, { from: 'user' });
const extract = (out: string, ...more: string[]) =>
  asym('extract', '--model', model, '--pictures', photos, '--out', join(folder, out), ...more);

test('processes here make the bytes of one, with one bar, and a second call computes nothing', async () => {
  await extract('one.npy');
  await extract('all.npy', '--engine', 'local', '--shards', '7');
  // No more than there are groups of pictures.
  expect(printed.at(-1)).toContain('all.npy: 70 vectors of 8 numbers from 2 shards');
  expect(progress.join('')).toMatch(/2 shards, photos 70\/70 100 %.* 2 of 2 done/);
  for (const ending of ['npy', 'ids.txt', 'manifest.json'])
    expect(readFileSync(join(folder, `all.${ending}`))).toEqual(readFileSync(join(folder, `one.${ending}`)));
  await extract('all.npy', '--engine', 'local', '--json');
  expect(JSON.parse(printed.at(-1)!)).toMatchObject({ rows: 70, shards: 2 });
  expect(progress.join('')).toContain('70 from before');
});

test('a part that fails is told with its log, and the other is kept', async () => {
  writeFileSync(join(photos, 'zz.png'), 'no picture');
  try {
    await expect(extract('broken.npy', '--engine', 'local')).rejects.toThrow(
      /1 of 2 jobs failed[^]*shard 2\/2: exit code 3; the end of [^]*zz\.png/,
    );
    expect(existsSync(join(folder, 'broken.shards', '1-of-2.npy'))).toBe(true);
  } finally {
    rmSync(join(photos, 'zz.png'));
  }
});

test('Slurm gets its scripts', async () => {
  await extract('slurm.npy', '--engine', 'slurm', '--shards', '2', '--engine-set', 'sbatch=no-such-sbatch');
  expect(progress.join('\n')).toContain('There is no no-such-sbatch on this machine');
  const script = readFileSync(join(folder, 'slurm.shards', 'jobs', 'jobs.sh'), 'utf8');
  expect(script).toMatch(
    /1\) .*main\.js extract --model .*\/model --pictures .* --out .*slurm\.npy --shard 1\/2 ;;/,
  );
  expect(script).not.toContain('--engine');
  const last = readFileSync(join(folder, 'slurm.shards', 'jobs', 'last.sh'), 'utf8');
  expect(last).toMatch(/main\.js merge .*1-of-2\.npy .*2-of-2\.npy --out .*slurm\.npy\n$/);
});

test('a search of an architecture is not divided, only the runs behind it', async () => {
  for (const divided of [
    ['--engine', 'local'],
    ['--shard', '1/2'],
  ])
    await expect(asym('architecture', '--profile', 'smoke', ...divided)).rejects.toThrow(
      /can not be divided[^]*--retrain/,
    );
});

test('what there is not is refused with what there is', async () => {
  await expect(extract('x.npy', '--engine', 'rai')).rejects.toThrow(
    /no such engine[^]*local, slurm, ray[^]*"ray"/,
  );
  await expect(extract('x.npy', '--engine', 'constructor')).rejects.toThrow(/no such engine/);
  await expect(extract('x.npy', '--engine', 'ray', '--engine-set', 'cpu=2')).rejects.toThrow(
    /cpu: there is no such field; did you mean "cpus"/,
  );
});
