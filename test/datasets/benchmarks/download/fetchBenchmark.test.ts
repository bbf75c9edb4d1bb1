import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { benchmarkState } from '../../../../src/datasets/benchmarks/download/benchmarkState.js';
import type { FetchPlan } from '../../../../src/datasets/benchmarks/download/plan.js';
import { startFileServer } from './fileServer.js';
import { tarOf } from './archives.js';
import {
  server,
  root,
  serveSmallSet,
  md5,
  folder,
  source,
  get,
  filesIn,
  wholeSet,
  gets,
} from './smallSet.js';

serveSmallSet();

describe('fetching a set', () => {
  test('asks, brings everything to its place, and does nothing the second time', async () => {
    const plans: FetchPlan[] = [];
    const confirm = (plan: FetchPlan) => Promise.resolve(plans.push(plan) > 0);
    expect(await get({ confirm })).toMatchObject({
      outcome: 'fetched',
      brought: 4,
      alreadyHere: 0,
      warnings: [],
    });
    const bytes = ['/list.txt', '/train/images_0.tar', '/index/images_0.tar', '/index/images_1.tgz']
      .map((path) => server.files.get(path)!.content.length)
      .reduce((sum, size) => sum + size);
    expect(plans.map(({ bytesToFetch, unknownSizes }) => [bytesToFetch, unknownSizes])).toEqual([[bytes, 0]]);
    expect(filesIn(folder())).toEqual(wholeSet);
    expect(readFileSync(join(folder(), 'index/4.jpg'), 'utf8')).toBe('four');
    expect(readdirSync(join(folder(), '.download'))).toEqual(['done']);
    server.requests.length = 0;
    expect(await get({ confirm })).toMatchObject({ outcome: 'already here', brought: 0, alreadyHere: 4 });
    expect(server.requests).toEqual([]);
    expect(plans).toHaveLength(1);
  });

  test('fetches nothing when the answer is no', async () => {
    expect(await get({ confirm: () => Promise.resolve(false) })).toMatchObject({
      outcome: 'declined',
      brought: 0,
    });
    expect(gets()).toEqual([]);
    expect(existsSync(folder())).toBe(false);
  });

  test('brings the parts that are named, and later the others only', async () => {
    expect(await get({ parts: ['index:1', 'extra'] })).toMatchObject({ brought: 3 });
    expect(filesIn(folder())).toEqual(['extra/extra.mat', 'index/4.jpg', 'lists/list.txt']);
    expect(benchmarkState(source(), folder())).toMatchObject({ state: 'partly here', done: 2, files: 4 });
    expect(await get()).toMatchObject({ brought: 2, alreadyHere: 2 });
    expect(benchmarkState(source(), folder())).toMatchObject({ state: 'here', done: 4, files: 4 });
    expect(await get({ again: true, parts: ['train'] })).toMatchObject({ brought: 2 });
  });

  test.each(['pictures', 'index:2', 'index:1-0', 'train:0,', '0', 'index:-1', ''])(
    'has no part %j',
    async (part) => {
      await expect(get({ parts: [part] })).rejects.toThrow(/no such part[^]*train:0-0, index:0-1, extra/);
    },
  );

  test('a file that is lost is fetched again, a half-made one too', async () => {
    await get();
    writeFileSync(join(folder(), 'lists/list.txt'), '1\n');
    rmSync(join(folder(), 'train'), { recursive: true });
    expect(await get()).toMatchObject({ brought: 2 });
    expect(filesIn(folder())).toEqual(wholeSet);
  });

  test('a wrong checksum: the file is removed, and right the next time', async () => {
    const served = server.files.get('/train/images_0.tar')!;
    const right = served.content;
    served.content = await tarOf([
      ['a/1.jpg', 'evil'],
      ['a/2.jpg', 'two'],
    ]);
    await expect(get()).rejects.toThrow(/damaged or not the one that is known[^]*md5\.txt/);
    expect(filesIn(folder())).toEqual(['lists/list.txt']);
    expect(readdirSync(join(folder(), '.download'))).toEqual(['done']);
    served.content = right;
    await get();
    expect(filesIn(folder())).toEqual(wholeSet);
  });

  test('a checksum that is not the owner’s is named as such', async () => {
    const files = source().files.slice(0, 1);
    files[0].checksum = { algorithm: 'sha256', digest: '0'.repeat(64), knownFrom: 'a copy' };
    await expect(get({}, { files, counts: [] })).rejects.toThrow(
      /a copy, not from the owner[^]*--from FOLDER/,
    );
  });

  test('a list of checksums that is none', async () => {
    server.files.set('/train/md5.txt', { content: Buffer.from('<html>') });
    await expect(get()).rejects.toThrow(/does not begin with an MD5/);
    expect(existsSync(join(folder(), '.download', 'train.images_0.tar'))).toBe(true);
  });

  test('a damaged archive is removed, so that the next run fetches it anew', async () => {
    const served = server.files.get('/index/images_1.tgz')!;
    const right = served.content;
    served.content = right.slice(0, 30);
    await expect(get()).rejects.toThrow('The archive is damaged');
    served.content = right;
    await get();
    expect(filesIn(folder())).toEqual(wholeSet);
  });

  test('an archive that climbs brings nothing', async () => {
    server.files.get('/index/images_0.tar')!.content = await tarOf([
      ['good.jpg', '1'],
      ['../../evil.jpg', 'x'],
    ]);
    await expect(get()).rejects.toThrow('climbs');
    expect(existsSync(join(root, 'evil.jpg'))).toBe(false);
    expect(existsSync(join(folder(), 'index'))).toBe(false);
  });

  test('too few pictures are an error that names the check', async () => {
    const counts = [{ target: 'index', pictures: 3 }];
    await expect(get({}, { counts })).rejects.toThrow(
      /fewer pictures[^]*3 pictures[^]*found: 2[^]*data check/,
    );
  });

  test('a disk that is too small is noticed before anything is asked or fetched', async () => {
    let asked = false;
    const confirm = () => Promise.resolve((asked = true));
    await expect(get({ confirm, free: () => Promise.resolve(100) })).rejects.toThrow(
      /too little room[^]*100 B free/,
    );
    expect([asked, gets()]).toEqual([false, []]);
  });

  test('a disk that turns out too small once a size is known', async () => {
    for (const file of server.files.values()) file.failures = [];
    const files = source()
      .files.slice(0, 1)
      .map((file) => ({ ...file, bytes: 1 }));
    const work = get({ free: () => Promise.resolve(3) }, { files, counts: [] });
    await expect(work).rejects.toThrow(/too little room/);
  });

  test('a file that the owner no longer has is noticed before asking', async () => {
    server.files.delete('/index/images_1.tgz');
    let asked = false;
    await expect(get({ confirm: () => Promise.resolve((asked = true)) })).rejects.toThrow(
      /does not have the file[^]*images_1\.tgz[^]*owner\.example/,
    );
    expect(asked).toBe(false);
  });

  test('without a network nothing is asked', async () => {
    const gone = await startFileServer();
    const files = [{ ...source().files[1], url: gone.url('/x.tar') }];
    await gone.close();
    await expect(get({}, { files })).rejects.toThrow('could not be reached');
  });

  test('two at once: the second waits for nobody', async () => {
    server.files.get('/train/images_0.tar')!.pace = 30;
    const first = get();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(get()).rejects.toThrow('Another process is fetching into the same folder');
    await first;
    expect(existsSync(join(folder(), '.download', 'lock'))).toBe(false);
  });

  test('a killed process leaves nothing half-written; the next one goes on', async () => {
    const big = await tarOf([
      ['a/1.jpg', new Uint8Array(400_000)],
      ['a/2.jpg', 'two'],
    ]);
    server.files.set('/train/images_0.tar', { content: big, etag: '"big"', pace: 5 });
    server.files.set('/train/md5.txt', { content: Buffer.from(md5('/train/images_0.tar')) });
    const script = join(import.meta.dirname, 'killedFetch.ts');
    const viteNode = join(import.meta.dirname, '../../../../node_modules/vite-node/dist/cli.mjs');
    const argument = JSON.stringify({ source: source(), folder: folder() });
    const child = spawn(process.execPath, [viteNode, script, argument], { stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    const part = join(folder(), '.download', 'train.images_0.tar.part');
    while ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) < 20_000 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(filesIn(folder())).toEqual(['lists/list.txt']);
    expect(existsSync(join(folder(), '.download', 'lock'))).toBe(true);
    server.requests.length = 0;
    server.files.get('/train/images_0.tar')!.pace = undefined;
    expect(await get()).toMatchObject({ brought: 3, alreadyHere: 1 });
    const [range] = server.requests.flatMap(({ headers }) => headers.range ?? []);
    expect(Number(/^bytes=(\d+)-$/.exec(range)?.[1])).toBeGreaterThanOrEqual(20_000);
    expect(filesIn(folder())).toEqual(wholeSet);
    expect(gets()).not.toContain('/list.txt');
  });

  test('one that was killed while unpacking unpacks again what it had fetched', async () => {
    mkdirSync(join(folder(), '.download', 'unpacked', 'a'), { recursive: true });
    writeFileSync(join(folder(), '.download', 'unpacked', 'a', '1.jpg'), 'o');
    writeFileSync(
      join(folder(), '.download', 'train.images_0.tar'),
      server.files.get('/train/images_0.tar')!.content,
    );
    await get();
    expect(gets()).not.toContain('/train/images_0.tar');
    expect(readFileSync(join(folder(), 'train/a/1.jpg'), 'utf8')).toBe('one');
  });
});
