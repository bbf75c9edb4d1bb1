import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { benchmarkState } from '../../../../src/datasets/benchmarks/download/benchmarkState.js';
import type { BenchmarkSource } from '../../../../src/datasets/benchmarks/sources/types.js';
import { server, root, serveSmallSet, folder, source, get, filesIn, wholeSet, write } from './smallSet.js';

serveSmallSet();

describe('a copy of the user’s', () => {
  const unpackedSet = {
    'lists/list.txt': '123456',
    'train/a/1.jpg': '1',
    'train/a/2.jpg': '2',
    'index/3.jpg': '3',
  };

  test('unpacked is copied, also from a folder below and through links, and goes on where it was cut', async () => {
    const place = join(root, 'mine', 'datasets', 'set');
    write(place, { ...unpackedSet, 'images_0.tar': 'archive' });
    write(join(root, 'elsewhere'), { '4.jpg': '4' });
    symlinkSync(join(root, 'elsewhere'), join(place, 'index', 'more'));
    write(folder(), { 'train/a/1.jpg': '1' });
    const report = await get({ from: join(root, 'mine') });
    expect(report).toMatchObject({ outcome: 'copied', brought: 5, warnings: [] });
    expect(filesIn(folder())).toEqual([...Object.keys(unpackedSet), 'index/more/4.jpg'].sort());
    expect(lstatSync(join(folder(), 'index/more')).isSymbolicLink()).toBe(false);
    expect(await get()).toMatchObject({ outcome: 'already here' });
    expect(server.requests).toEqual([]);
  });

  test('that is not whole is copied with a warning', async () => {
    write(join(root, 'mine'), unpackedSet);
    const { warnings } = await get({ from: join(root, 'mine') });
    expect(warnings).toEqual(['index: 1 pictures, 2 by the owner']);
  });

  test('is linked, and nothing is fetched into it', async () => {
    write(join(root, 'mine'), unpackedSet);
    expect(await get({ from: join(root, 'mine'), link: true })).toMatchObject({ outcome: 'linked' });
    expect(lstatSync(folder()).isSymbolicLink()).toBe(true);
    expect(benchmarkState(source(), folder())).toMatchObject({
      state: 'linked',
      linkedTo: join(root, 'mine'),
    });
    expect(await get({ from: join(root, 'mine'), link: true })).toMatchObject({ outcome: 'linked' });
    await expect(get()).rejects.toThrow('link to a copy of yours');
    await expect(get({ from: join(root, 'mine') })).rejects.toThrow('nothing is copied into it');
    expect(readdirSync(join(root, 'mine'))).not.toContain('.download');
  });

  test('is not linked over something, or with links of its own', async () => {
    write(join(root, 'mine'), unpackedSet);
    write(folder(), { 'lists/list.txt': 'mine too' });
    await expect(get({ from: join(root, 'mine'), link: true })).rejects.toThrow('in the place of the link');
    rmSync(folder(), { recursive: true });
    symlinkSync(root, join(root, 'mine', 'pictures'));
    await expect(get({ from: join(root, 'mine'), link: true })).rejects.toThrow('without --link');
  });

  test('of the archives is unpacked without a network and left as it is', async () => {
    const files = Object.fromEntries(
      ['/train/images_0.tar', '/index/images_1.tgz'].map((path) => [
        path.slice(1),
        server.files.get(path)!.content,
      ]),
    );
    write(join(root, 'mine'), { ...files, 'list.txt': '1\n2\n3\n' });
    const report = await get({ from: join(root, 'mine'), parts: ['train', 'index:1'] });
    expect(report).toMatchObject({ outcome: 'copied', brought: 3 });
    expect(report.warnings.join()).toContain('images_0.tar: not compared with');
    expect(filesIn(folder())).toEqual(wholeSet.filter((path) => path !== 'index/3.jpg'));
    expect(filesIn(join(root, 'mine'))).toEqual(['index/images_1.tgz', 'list.txt', 'train/images_0.tar']);
    expect(server.requests).toEqual([]);
  });

  test('that differs from an unconfirmed checksum is taken with a warning', async () => {
    const files = source().files.slice(0, 1);
    files[0].checksum = { algorithm: 'sha256', digest: '0'.repeat(64), knownFrom: 'a copy' };
    write(join(root, 'mine'), { 'list.txt': 'new' });
    const { warnings } = await get({ from: join(root, 'mine') }, { files, counts: [] });
    expect(warnings.join()).toContain('known from a copy, not from the owner');
    expect(readFileSync(join(folder(), 'lists/list.txt'), 'utf8')).toBe('new');
  });

  test('that is something else is refused with what is missing', async () => {
    write(join(root, 'mine'), { 'images_0.tar': '', 'train/x': '' });
    await expect(get({ from: join(root, 'mine') })).rejects.toThrow(
      /does not hold A small set[^]*lists, train[^]*list\.txt/,
    );
    await expect(get({ from: join(root, 'nowhere') })).rejects.toThrow('no such folder');
  });

  test('no room for it', async () => {
    write(join(root, 'mine'), unpackedSet);
    const work = get({ from: join(root, 'mine'), free: () => Promise.resolve(3) });
    await expect(work).rejects.toThrow('too little room');
    expect(existsSync(folder())).toBe(false);
  });

  test('that lies in its place already is recognised', async () => {
    write(folder(), { ...unpackedSet, 'index/4.jpg': '4' });
    expect(benchmarkState(source(), folder()).state).toBe('not fetched by us');
    expect(await get()).toMatchObject({ outcome: 'already here' });
    expect(server.requests).toEqual([]);
  });

  test('is the only way where the owner wants to be asked', async () => {
    const change: Partial<BenchmarkSource> = {
      request: 'write to the owner',
      files: source()
        .files.slice(0, 2)
        .map(({ url: _url, ...file }) => file),
      counts: [],
    };
    await expect(get({}, change)).rejects.toThrow(/owner\.example[^]*fix: write to the owner/);
    write(join(root, 'mine'), {
      'list.txt': '1',
      'images_0.tar': server.files.get('/train/images_0.tar')!.content,
    });
    await get({ from: join(root, 'mine') }, change);
    expect(await get({}, change)).toMatchObject({ outcome: 'already here' });
    expect(server.requests).toEqual([]);
  });
});
