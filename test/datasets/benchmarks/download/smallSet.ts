import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { fetchSource } from '../../../../src/datasets/benchmarks/download/fetchBenchmark.js';
import type { BenchmarkSource, SourceFile } from '../../../../src/datasets/benchmarks/sources/types.js';
import type { FetchOptions } from '../../../../src/datasets/benchmarks/download/fetchTypes.js';
import { startFileServer, type FileServer } from './fileServer.js';
import { tarOf, tgzOf } from './archives.js';

/** A set of five small files, its server and the folder of a test. */
export let server: FileServer;
export let root: string;

/** Serves the set to every test of a file, each with a folder of its own. */
export function serveSmallSet(): void {
  beforeAll(async () => void (server = await startFileServer()));
  afterAll(() => server.close());
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'sources-'));
    server.files.set('/list.txt', { content: Buffer.from('1\n2\n3\n') });
    server.files.set('/train/images_0.tar', {
      content: await tarOf([
        ['a/1.jpg', 'one'],
        ['a/2.jpg', 'two'],
      ]),
      etag: '"t"',
    });
    server.files.set('/index/images_0.tar', { content: await tarOf([['b/3.jpg', 'three']]) });
    server.files.set('/index/images_1.tgz', { content: await tgzOf([['b/4.jpg', 'four']]) });
    server.files.set('/train/md5.txt', {
      content: Buffer.from(`${md5('/train/images_0.tar')}  images_0.tar\n`),
    });
    server.files.set('/extra.mat', { content: Buffer.from('features') });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
    server.files.clear();
    server.requests.length = 0;
  });
}

export const md5 = (path: string) => createHash('md5').update(server.files.get(path)!.content).digest('hex');
export const folder = () => join(root, 'set');

/** The set as a benchmark's source describes it. */
export function source(change: Partial<BenchmarkSource> = {}): BenchmarkSource {
  const at = (path: string, rest: Omit<SourceFile, 'name' | 'url'>): SourceFile => ({
    name: path.split('/').at(-1)!,
    url: server.url(path),
    ...rest,
  });
  return {
    name: 'google-landmarks-v2',
    title: 'A small set',
    use: 'in tests',
    licence: 'free',
    page: 'https://owner.example/set',
    files: [
      at('/list.txt', { target: 'lists/list.txt', bytes: 6 }),
      at('/train/images_0.tar', {
        target: 'train',
        archive: { format: 'tar', layout: 'tree' },
        part: { group: 'train', number: 0 },
        checksum: { algorithm: 'md5', list: server.url('/train/md5.txt') },
      }),
      at('/index/images_0.tar', {
        target: 'index',
        archive: { format: 'tar', layout: 'flat' },
        part: { group: 'index', number: 0 },
      }),
      at('/index/images_1.tgz', {
        target: 'index',
        archive: { format: 'tgz', layout: 'flat' },
        part: { group: 'index', number: 1 },
      }),
      at('/extra.mat', { target: 'extra/extra.mat', part: { group: 'extra' } }),
    ],
    onRequest: ['extra'],
    required: ['lists', 'train'],
    roots: ['datasets/set'],
    counts: [
      { target: 'train', pictures: 2 },
      { target: 'index', pictures: 2 },
    ],
    notes: [],
    ...change,
  };
}

/** Fetches it without asking and without long waits. */
export const get = (options: Partial<FetchOptions> = {}, change: Partial<BenchmarkSource> = {}) =>
  fetchSource(source(change), {
    folder: folder(),
    confirm: () => Promise.resolve(true),
    retry: { attempts: 2, firstWait: 1 },
    ...options,
  });

/** Every file of the set, without what the download keeps for itself. */
export function filesIn(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.download') && statSync(join(place, name)).isFile())
    .sort();
}

export const wholeSet = ['index/3.jpg', 'index/4.jpg', 'lists/list.txt', 'train/a/1.jpg', 'train/a/2.jpg'];
export const gets = () => server.requests.filter(({ method }) => method === 'GET').map(({ path }) => path);

/** Writes files by path. */
export function write(place: string, files: Record<string, string | Uint8Array>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
}
