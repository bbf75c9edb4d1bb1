import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { CommanderError, type Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { benchmarkNames } from '../../../src/datasets/benchmarks/names.js';
import { benchmarkSources } from '../../../src/datasets/benchmarks/sources/benchmarkSources.js';
import { createReplica } from '../../../src/datasets/benchmarks/replicas/createReplica.js';
import type { BenchmarkReport } from '../../../src/datasets/benchmarks/checkBenchmark.js';
import { type FetchPlan, planOf, stateOfFiles } from '../../../src/datasets/benchmarks/download/plan.js';
import type { FetchReport } from '../../../src/datasets/benchmarks/download/fetchTypes.js';
import { bytesText } from '../../../src/datasets/benchmarks/download/bytesText.js';
import { fileKey, selectFiles } from '../../../src/datasets/benchmarks/sources/parts.js';
import { fetchBar, fetchText } from '../../../src/cli/data/fetchBar.js';
import { dataCommand } from '../../../src/cli/data.js';
import { askToFetch } from '../../../src/cli/prompts/askToFetch.js';
import { zipOf } from '../../datasets/benchmarks/downloadArchives.js';

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
    ['get', 'grocery-store', '--link', '--from', '.'],
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

  test.each(['grocery-store', 'grocery'])('%s takes a copy of the originals', async (name) => {
    const work = run('get', name, '--from', root);
    await expect(work).rejects.toThrow(/does not hold the Grocery Store photos|There is a folder already/);
  });
});

test('data check names what is missing and broken, with exit code 3', async () => {
  await createReplica('in-shop', target);
  const photos = readdirSync(target, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.jpg'),
  );
  rmSync(join(target, photos[0]));
  writeFileSync(join(target, photos[1]), 'no photo');
  await run('check', 'in-shop', '--folder', target);
  expect(process.exitCode).toBe(3);
  expect(lines.join('\n')).toContain(`missing: ${photos[0]}`);
  expect(lines.join('\n')).toContain(`broken: ${photos[1]}`);
  expect(lines.at(-1)).toMatch(/1 missing, 1 broken, 0 not listed; not whole/);
});

test('data list tells sizes, terms and what is here', async () => {
  vi.stubEnv('ASYMMETRIC_BENCHMARKS', target);
  await createReplica('in-shop', join(target, 'in-shop'));
  await run('list', '--json');
  const { benchmarks, datasets } = json<Record<'benchmarks' | 'datasets', Record<string, unknown>[]>>();
  expect(datasets.slice(0, 2)).toMatchObject([{ name: 'emoji' }, { name: 'grocery', pictures: 5502 }]);
  expect(benchmarks.map(({ name }) => name)).toEqual(benchmarkNames);
  expect(benchmarks.map(({ name, state }) => (name === 'in-shop' ? '' : state))).toContain('not here');
  expect(benchmarks.find(({ name }) => name === 'in-shop')).toMatchObject({ state: 'not fetched by us' });
  expect(benchmarks.find(({ name }) => name === 'google-landmarks-v2')).toMatchObject({
    bytesToFetch: 500e9 + 85e9 + 10e9,
    parts: 'train:0-499, index:0-99, test:0-19',
  });
  lines = [];
  await run('list');
  const text = lines.join('\n');
  expect(text).toMatch(/grocery: 5502 pictures, 81 labels[^]*grocery-originals: (5502 pictures|not here)/);
  for (const { title, page } of Object.values(benchmarkSources)) {
    expect(text).toContain(title);
    expect(text).toContain(page);
  }
  expect(text).toContain('about 595 GB and 7 files of unknown size to fetch');
});

describe('the sources', () => {
  const sources = Object.values(benchmarkSources);

  test.each(sources.map((source) => [source.name, source] as const))('%s is well formed', (_, source) => {
    const keys = source.files.map(fileKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { url, target: place, checksum } of source.files) {
      expect(url !== undefined || source.request !== undefined).toBe(true);
      if (url) expect(['http:', 'https:']).toContain(new URL(url).protocol);
      expect(place.startsWith('/') || place.includes('..')).toBe(false);
      if (checksum && 'digest' in checksum) expect(checksum.digest).toMatch(/^([0-9a-f]{32}|[0-9a-f]{64})$/);
    }
  });

  test('Google Landmarks v2 has the owner’s 620 archives, each with its MD5 list', () => {
    const archives = benchmarkSources['google-landmarks-v2'].files.filter(({ archive }) => archive);
    expect(archives).toHaveLength(620);
    expect(archives.at(-1)).toMatchObject({
      url: 'https://s3.amazonaws.com/google-landmark/test/images_019.tar',
      checksum: { list: 'https://s3.amazonaws.com/google-landmark/md5sum/test/md5.images_019.txt' },
    });
    const some = selectFiles(benchmarkSources['google-landmarks-v2'], ['train:0-9,12', 'index']);
    expect(some.filter(({ archive }) => archive)).toHaveLength(11 + 100);
  });

  test('of the distractors, numbers alone name archives', () => {
    const files = selectFiles(benchmarkSources.revisitop1m, ['1-3', '100']);
    expect(files.map(({ name }) => name)).toEqual([
      'revisitop1m.txt',
      ...[1, 2, 3, 100].map((number) => `revisitop1m.${number}.tar.gz`),
    ]);
  });

  test('the owners’ embeddings come on request only', () => {
    const names = (parts?: string[]) =>
      selectFiles(benchmarkSources.roxford5k, parts).map(({ name }) => name);
    expect(names()).toEqual(['gnd_roxford5k.pkl', 'oxbuild_images-v1.tgz']);
    expect(names(['features'])).toEqual(['gnd_roxford5k.pkl', 'roxford5k_resnet_rsfm120k_gem.mat']);
  });
});

describe('the question', () => {
  const source = benchmarkSources['cub-200-2011'];
  const plan = (): FetchPlan =>
    planOf(
      source,
      target,
      stateOfFiles(target, source.files).map((file) => ({ ...file, bytes: 2e9 })),
    );

  /** A terminal that types. */
  function terminal(isTTY: boolean) {
    const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
    const output = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 20 });
    const shown: string[] = [];
    output.on('data', (chunk: Buffer) => shown.push(chunk.toString()));
    return { input, output, shown };
  }

  test.each([
    ['y', true],
    ['n', false],
    ['\r', false],
    ['\u0003', false],
  ])('answered with %j', async (key, expected) => {
    const { input, output, shown } = terminal(true);
    const answer = askToFetch(plan(), { input, output });
    setTimeout(() => input.write(key), 50);
    expect(await answer).toBe(expected);
    for (const words of [
      source.title,
      source.page,
      source.licence,
      '1 file, 2.0 GB',
      'about 4.0 GB',
      target,
    ]) {
      expect(shown.join('')).toContain(words);
    }
  });

  test('is not put where --yes answers it', async () => {
    const { input, output } = terminal(false);
    expect(await askToFetch(plan(), { yes: true, input, output })).toBe(true);
  });

  test('cannot be answered without a terminal', async () => {
    const { input, output } = terminal(false);
    await expect(askToFetch(plan(), { input, output })).rejects.toThrow(/no terminal[^]*--yes/);
  });
});

describe('the progress', () => {
  const progress = {
    step: 'fetching',
    file: 'a.tar',
    number: 2,
    files: 4,
    done: 240e6,
    total: 960e6,
  } as const;

  test('tells speed and time left from what this run fetched', () => {
    expect(fetchText(progress, 120e6, 10)).toBe(
      '2/4 a.tar: fetching 240 MB of 960 MB, 25 % · 12 MB/s · 1 min 00 s left',
    );
    expect(fetchText({ ...progress, total: undefined }, 0, 0)).toBe('2/4 a.tar: fetching 240 MB');
  });

  test('is a line every ten seconds in a log', () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const stream = new PassThrough();
    const bar = fetchBar(stream as unknown as NodeJS.WriteStream);
    for (; now <= 25_000; now += 1000) bar.update({ ...progress, done: 240e6 + now * 1000 });
    bar.stop();
    const shown = String(stream.read()).trim().split('\n');
    expect(shown).toHaveLength(2);
    expect(shown[0]).toContain('1.0 MB/s');
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [149_871, '150 kB'],
    [1_940_000_000, '1.9 GB'],
    [595e9, '595 GB'],
    [9.96e6, '10 MB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
