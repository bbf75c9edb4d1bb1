import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { download, type DownloadOptions } from '../../../../src/datasets/benchmarks/download/download.js';
import { randomSource } from '../../../../src/base/randomSource.js';
import { startFileServer, type FileServer, type ServedFile } from './fileServer.js';

let server: FileServer;
let folder: string;
beforeAll(async () => void (server = await startFileServer()));
afterAll(() => server.close());
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'download-'))));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  server.files.clear();
  server.requests.length = 0;
});

const content = Uint8Array.from(
  { length: 50_000 },
  (
    (random) => () =>
      random.integer(256)
  )(randomSource(1, 'served')),
);
const fast = { attempts: 3, firstWait: 1 };
const file = () => join(folder, 'file.bin');
const fetchFile = (options: Partial<DownloadOptions> = {}) =>
  download(server.url('/file.bin'), file(), { page: 'https://owner.example', retry: fast, ...options });
const serveFile = (served: Partial<ServedFile> = {}) =>
  server.files.set('/file.bin', { content, etag: '"a"', ...served });
const gets = () => server.requests.filter(({ method }) => method === 'GET');

/** Fetches until the connection breaks, as a killed process would leave it. */
async function fetchPart(served: Partial<ServedFile> = {}) {
  serveFile({ ...served, cutAfter: [20_000] });
  await expect(fetchFile({ retry: { attempts: 1 } })).rejects.toThrow('could not be reached');
  expect(statSync(`${file()}.part`).size).toBe(20_000);
  expect(existsSync(file())).toBe(false);
  server.requests.length = 0;
}

describe('a file over HTTP', () => {
  test('comes whole, with its progress, and leaves nothing else', async () => {
    serveFile();
    const progress: [number, number | undefined][] = [];
    await fetchFile({ onProgress: (done, total) => progress.push([done, total]) });
    expect(readFileSync(file())).toEqual(Buffer.from(content));
    expect(progress.at(-1)).toEqual([50_000, 50_000]);
    expect(readdirSync(folder)).toEqual(['file.bin']);
  });

  test('goes on after cut connections, in one run', async () => {
    serveFile({ cutAfter: [10_000, 10_000, 10_000, 10_000] });
    await fetchFile();
    expect(readFileSync(file())).toEqual(Buffer.from(content));
    expect(gets().map(({ headers }) => headers.range)).toEqual([
      undefined,
      'bytes=10000-',
      'bytes=20000-',
      'bytes=30000-',
      'bytes=40000-',
    ]);
  });

  test('goes on after a run that ended, only if it is still the same file', async () => {
    await fetchPart();
    serveFile();
    await fetchFile();
    expect(gets()[0].headers).toMatchObject({ range: 'bytes=20000-', 'if-range': '"a"' });
    expect(readFileSync(file())).toEqual(Buffer.from(content));
  });

  test('starts anew when the file has changed since', async () => {
    await fetchPart();
    const changed = content.map((byte) => 255 - byte);
    serveFile({ content: changed, etag: '"b"' });
    await fetchFile();
    expect(readFileSync(file())).toEqual(Buffer.from(changed));
  });

  test('starts anew when a file without validators has another size', async () => {
    await fetchPart({ etag: undefined });
    const changed = content.slice(0, 30_000).reverse();
    serveFile({ content: changed, etag: undefined });
    await fetchFile();
    expect(readFileSync(file())).toEqual(Buffer.from(changed));
  });

  test('starts anew when more is here than the server has', async () => {
    await fetchPart({ etag: undefined, lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT' });
    serveFile({
      content: content.slice(0, 100),
      etag: undefined,
      lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT',
    });
    await fetchFile();
    expect(readFileSync(file())).toEqual(Buffer.from(content.slice(0, 100)));
  });

  test('does not mix what another address left', async () => {
    await fetchPart();
    server.files.set('/other.bin', { content: content.slice().reverse(), etag: '"a"' });
    await download(server.url('/other.bin'), file(), { page: '', retry: fast });
    expect(readFileSync(file())).toEqual(Buffer.from(content.slice().reverse()));
  });

  test('starts anew without a readable state', async () => {
    await fetchPart();
    writeFileSync(`${file()}.part.json`, '{"url": 3');
    serveFile();
    await fetchFile();
    expect(gets()[0].headers.range).toBeUndefined();
    expect(readFileSync(file())).toEqual(Buffer.from(content));
  });

  test('comes from a server without ranges', async () => {
    await fetchPart();
    serveFile({ ranges: false });
    await fetchFile();
    expect(readFileSync(file())).toEqual(Buffer.from(content));
  });

  test('comes without a length, and is not taken for whole when such an answer breaks off', async () => {
    serveFile({ chunked: true, cutAfter: [7_000] });
    await fetchFile();
    expect(readFileSync(file())).toEqual(Buffer.from(content));
  });

  test('is stored as it is, whatever encoding the server names', async () => {
    serveFile({ headers: { 'content-encoding': 'gzip', 'content-type': 'application/x-gzip' } });
    await fetchFile();
    expect(readFileSync(file())).toEqual(Buffer.from(content));
  });

  test('follows redirections', async () => {
    serveFile();
    server.files.set('/moved', {
      content: new Uint8Array(),
      failures: [302],
      headers: { location: '/file.bin' },
    });
    await download(server.url('/moved'), file(), { page: '', retry: fast });
    expect(readFileSync(file())).toEqual(Buffer.from(content));
  });

  test('does not go in circles', async () => {
    const moved = { content: new Uint8Array(), failures: [302, 302, 302], headers: { location: '/moved' } };
    server.files.set('/moved', moved);
    const circle = download(server.url('/moved'), file(), { page: '', retry: fast });
    await expect(circle).rejects.toThrow(/can’t be followed[\s\S]*in a circle[\s\S]*Redirect loop/);
    expect(gets()).toHaveLength(1);
  });

  test('waits for a server that is busy', async () => {
    serveFile({ failures: [503, 429] });
    await fetchFile();
    expect(gets()).toHaveLength(3);
  });
});

describe('what cannot be fetched', () => {
  test.each([
    [404, 'does not have the file'],
    [410, 'does not have the file'],
    [403, 'does not hand the file out'],
  ])('status %i is not tried again', async (status, message) => {
    serveFile({ failures: [status] });
    await expect(fetchFile()).rejects.toThrow(message);
    expect(gets()).toHaveLength(1);
  });

  test('a server that stays broken is given up', async () => {
    serveFile({ failures: [500, 500, 500, 500] });
    await expect(fetchFile()).rejects.toThrow(/status 500, after 3 attempts/);
    expect(gets()).toHaveLength(3);
  });

  test('a web page in the place of the file', async () => {
    serveFile({ headers: { 'content-type': 'text/html; charset=utf-8' } });
    await expect(fetchFile()).rejects.toThrow(/web page instead of the file[^]*owner\.example/);
    expect(existsSync(file())).toBe(false);
  });

  test('without a network the error says so, and what to do', async () => {
    const closed = await startFileServer();
    const url = closed.url('/file.bin');
    await closed.close();
    const work = download(url, file(), { page: '', retry: fast });
    await expect(work).rejects.toThrow(/could not be reached[^]*ECONNREFUSED[^]*--from FOLDER/);
  });

  test('no room on the disk: nothing is written', async () => {
    serveFile();
    const reserve = (bytes: number) => Promise.reject(new Error(`no room for ${bytes}`));
    await expect(fetchFile({ reserve })).rejects.toThrow('no room for 50000');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an interruption keeps what is there', async () => {
    serveFile({ pace: 5 });
    const controller = new AbortController();
    const onProgress = (done: number) => {
      if (done > 5_000) controller.abort(new Error('stop'));
    };
    await expect(fetchFile({ signal: controller.signal, onProgress })).rejects.toThrow('stop');
    expect(statSync(`${file()}.part`).size).toBeGreaterThan(0);
    expect(gets()).toHaveLength(1);
  });
});
