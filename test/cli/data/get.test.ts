import { existsSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createReplica } from '../../../src/datasets/benchmarks/replicas/createReplica.js';
import type { BenchmarkReport } from '../../../src/datasets/benchmarks/checkBenchmark.js';
import type { FetchReport } from '../../../src/datasets/benchmarks/download/fetchTypes.js';
import { dataCommand } from '../../../src/cli/data.js';
import { zipOf } from '../../datasets/benchmarks/download/archives.js';

const root = mkdtempSync(join(tmpdir(), 'data-get-'));
const replica = join(root, 'replica', 'in-shop');
let lines: string[];
let target: string;
beforeAll(async () => void (await createReplica('in-shop', replica)));
beforeEach(() => {
  lines = [];
  target = mkdtempSync(join(root, 'target-'));
  rmSync(target, { recursive: true });
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function quiet(command: Command): Command {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  command.commands.forEach(quiet);
  return command;
}
const run = (...words: string[]) => quiet(dataCommand()).parseAsync(words, { from: 'user' });
const json = <T>() => JSON.parse(lines.join('\n')) as T;

describe('data get', () => {
  test('copies what the user has, as one document, and checks it', async () => {
    await run('get', 'in-shop', '--from', replica, '--folder', target, '--json');
    const report = json<FetchReport>();
    expect(report).toMatchObject({ name: 'in-shop', outcome: 'copied', folder: target });
    expect(report.warnings.join()).toContain('52712 by the owner');
    lines = [];
    await run('check', 'in-shop', '--folder', target, '--json');
    expect(json<BenchmarkReport>()).toMatchObject({
      name: 'in-shop',
      isReplica: true,
      isWhole: true,
      missing: [],
    });
    expect(process.exitCode).toBeUndefined();
  });

  test('links to it, in the folder of all benchmarks', async () => {
    vi.stubEnv('ASYMMETRIC_BENCHMARKS', target);
    await run('get', 'in-shop', '--from', join(root, 'replica'), '--link');
    expect(lstatSync(join(target, 'in-shop')).isSymbolicLink()).toBe(true);
    expect(lines.join('\n')).toContain('in-shop: linked');
    await run('check', 'in-shop');
    expect(lines.at(-1)).toContain('(a replica)');
  });

  test('unpacks the archive that the owner hands out', async () => {
    const from = mkdtempSync(join(root, 'from-'));
    const list = 'img/WOMEN/Dresses/id_00000001/02_1_front.jpg id_00000001 train\n';
    writeFileSync(join(from, 'list_eval_partition.txt'), list);
    writeFileSync(join(from, 'img.zip'), zipOf([['img/WOMEN/Dresses/id_00000001/02_1_front.jpg', 'photo']]));
    const work = run('get', 'in-shop', '--from', from, '--folder', target);
    await expect(work).rejects.toThrow(/fewer pictures than its owner says[^]*52712[^]*found: 1/);
    expect(existsSync(join(target, 'Img/img/WOMEN/Dresses/id_00000001/02_1_front.jpg'))).toBe(true);
  });

  test('sends to the owner who wants to be asked', async () => {
    const work = run('get', 'in-shop', '--folder', target, '--yes');
    await expect(work).rejects.toThrow(/mmlab\.ie\.cuhk\.edu\.hk[^]*--from/);
    expect(existsSync(target)).toBe(false);
  });

  test.each([
    ['get', 'in-shop', '--link'],
    ['get', 'grocery', '--link', '--from', '.'],
    ['get', 'grocery', '--part', 'train'],
    ['get', 'google-landmarks-v2', '--part', 'train:500', '--yes'],
    ['get', 'in-shop', '--part', '1'],
    ['check', '.', '--no-decode'],
    ['check', 'in-shop', '--part', 'train'],
  ])('refuses %s %s %s %s as wrong usage', async (...words) => {
    await expect(run(...words)).rejects.toMatchObject({ details: { kind: 'usage' } });
  });

  test.each([['get'], ['get', 'imagenet'], ['check', 'google-landmarks-v2', '--part', 'all']])(
    'refuses %s %s as the command line does',
    async (...words) => {
      await expect(run(...words.filter(Boolean))).rejects.toBeInstanceOf(CommanderError);
    },
  );

  test('grocery takes a copy, as before', async () => {
    const work = run('get', 'grocery', '--from', root);
    await expect(work).rejects.toThrow(/does not hold the Grocery Store photos|There is a folder already/);
  });
});
