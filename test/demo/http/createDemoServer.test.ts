import { readFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchAnswer } from '../../../src/demo/description.js';
import type { Exhibit } from '../../../src/demo/exhibit/exhibit.js';
import { createDemoServer } from '../../../src/demo/http/createDemoServer.js';
import { toyExhibit, type ToyExhibit } from '../toyExhibit.js';

let toy: ToyExhibit;
let exhibit: Exhibit;
let server: Server;
let port: number;
const failures: unknown[] = [];

beforeAll(async () => {
  toy = await toyExhibit();
  exhibit = await toy.open();
  ({ server, port } = await listening());
});
afterAll(() => {
  server.close();
  toy.remove();
});

async function listening(change: Partial<Parameters<typeof createDemoServer>[0]> = {}) {
  const files = new Map([['index.html', new TextEncoder().encode('<!doctype html>')]]);
  const onError = (error: unknown): void => void failures.push(error);
  const rate = { burst: 1000, perSecond: 1000 };
  const made = createDemoServer({ exhibit, files, host: '127.0.0.1', onError, rate, ...change });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return { server: made, port: (made.address() as AddressInfo).port };
}

interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A request whose path and headers go out as they are given. */
function send(path: string, options: object = {}, body?: string | Uint8Array, to = port): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: to, path, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function search(body: string | Uint8Array, type = 'application/json', parameters = '') {
  const got = await send(`/search${parameters}`, { method: 'POST', headers: { 'Content-Type': type } }, body);
  const answer = JSON.parse(got.body.toString()) as SearchAnswer & { error: Record<string, string> };
  return { status: got.status, ...answer };
}

const vector = [1, 0.5, 0.2, 0.9, 0.3, 0.1];

describe('the server of a demo gives out', () => {
  test('its page with a strict policy, and pictures of the gallery', async () => {
    const { status, headers } = await send('/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval';/,
    );
    expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|unsafe-eval'? |http:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    const picture = await send('/pictures/19');
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/webp']);
    expect((await send('/', { method: 'HEAD' })).body).toHaveLength(0);
  });

  test.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/package.json',
    '/pictures/../../package.json',
    '/pictures/20',
    '/pictures/-1',
    '/pictures/1e1',
    '/constructor',
    '//etc/passwd',
    '/index.html%00.js',
  ])('nothing at %s', async (path) => {
    const { status, body } = await send(path);
    expect(status).toBe(404);
    expect(JSON.parse(body.toString())).toMatchObject({
      error: { what: 'There is nothing at this address' },
    });
  });

  test('nothing to a name that was bent to this address, nor to pages of other sites', async () => {
    expect((await send('/', { headers: { Host: 'evil.example' } })).status).toBe(421);
    expect((await send('/', { headers: { Host: `localhost:${port}` } })).status).toBe(200);
    expect((await send('/', { headers: { Host: '[::1]:80' } })).status).toBe(200);
    expect((await send('/', { headers: { Origin: 'http://evil.example' } })).status).toBe(403);
    expect((await send('/', { headers: { Origin: `http://127.0.0.1:${port}` } })).status).toBe(200);
    const other = await listening({ host: 'box.lan' });
    expect((await send('/', { headers: { Host: 'box.lan' } }, undefined, other.port)).status).toBe(200);
    other.server.close();
  });

  test('nothing for another method', async () => {
    expect((await send('/search')).status).toBe(405);
    expect((await send('/', { method: 'DELETE' })).status).toBe(405);
  });
});

describe('POST /search', () => {
  test('answers a vector, in both forms alike, whatever its length', async () => {
    const asked = await search(JSON.stringify({ vector, top: 3, rows: [4, 2] }));
    expect(asked).toMatchObject({ status: 200, query: 'vector' });
    expect(asked.results.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    const { id, row, label, similarity } = asked.results[0];
    expect([id, label]).toEqual([exhibit.gallery.id(row), exhibit.gallery.label(row)]);
    expect(similarity).toBeLessThanOrEqual(1 + 1e-6);
    expect(asked.similarities).toHaveLength(2);
    const raw = new Uint8Array(Float32Array.from(vector, (value) => 7 * value).buffer);
    const same = await search(raw, 'application/octet-stream', `?top=3&without=${row}`);
    expect(same.results.map(({ row: found }) => found)).not.toContain(row);
    expect(same.results[0]).toMatchObject({ row: asked.results[1].row });
    expect(same.results[0].similarity).toBeCloseTo(asked.results[1].similarity, 6);
  });

  test('answers a row of the gallery without itself, with its label', async () => {
    const { results, label } = await search(JSON.stringify({ row: 5, top: 100 }));
    expect(results).toHaveLength(19);
    expect(label).toBe(exhibit.gallery.label(5));
  });

  test('answers a picture, which the gallery model embeds', async () => {
    const picture = readFileSync(join(toy.photos, 'pear/2.jpg'));
    const { query, results, milliseconds } = await search(picture, 'image/jpeg', '?top=1');
    expect(query).toBe('picture');
    expect(results[0]).toMatchObject({ id: 'pear/2.jpg', label: 'pear' });
    expect(results[0].similarity).toBeCloseTo(1, 5);
    expect(milliseconds.embedding).toBeGreaterThan(0);
  });

  test.each<[string, string | Uint8Array, string, string, number, RegExp]>([
    ['another content type', 'a', 'text/plain', '', 415, /content type is not taken/],
    ['no JSON', '{', 'application/json', '', 400, /not valid JSON/],
    ['a short vector', '{"vector":[1]}', 'application/json', '', 400, /not valid/],
    ['an unknown field', '{"row":1,"tops":3}', 'application/json', '', 400, /not valid/],
    ['a row that is not there', '{"row":20}', 'application/json', '', 400, /not valid/],
    ['too many results', '{"row":1,"top":1e9}', 'application/json', '', 400, /not valid/],
    ['zeros', JSON.stringify({ vector: [0, 0, 0, 0, 0, 0] }), 'application/json', '', 400, /no direction/],
    [
      'what float32 can not hold',
      '{"vector":[1e300,0,0,0,0,0]}',
      'application/json',
      '',
      400,
      /no direction/,
    ],
    [
      'a number that is none',
      new Uint8Array(new Float32Array(6).fill(NaN).buffer),
      'application/octet-stream',
      '',
      400,
      /no direction/,
    ],
    ['a cut vector', new Uint8Array(23), 'application/octet-stream', '', 400, /another length/],
    ['a bad parameter', new Uint8Array(24).fill(1), 'application/octet-stream', '?top=x', 400, /not valid/],
    ['a text as a picture', 'no picture', 'image/png', '', 400, /format that is not accepted/],
    ['a cut picture', Buffer.from('ffd8ffe000104a46494600', 'hex'), 'image/jpeg', '', 400, /damaged/],
    [
      'a body beyond the limit',
      new Uint8Array(2 ** 18 + 1),
      'application/octet-stream',
      '',
      413,
      /too large/,
    ],
  ])('refuses %s', async (_, body, type, parameters, status, what) => {
    const answer = await search(body, type, parameters);
    expect(answer.status).toBe(status);
    expect(answer.error.what).toMatch(what);
  });

  test('says what is missing without a gallery model', async () => {
    const bare = await listening({ exhibit: { ...exhibit, galleryModel: { missing: 'it was lost' } } });
    const options = { method: 'POST', headers: { 'Content-Type': 'image/jpeg' } };
    const { status, body } = await send(
      '/search',
      options,
      readFileSync(join(toy.photos, 'pear/2.jpg')),
      bare.port,
    );
    bare.server.close();
    expect([status, body.toString()]).toEqual([400, expect.stringContaining('it was lost')]);
  });

  test('stops a body without a length at its limit', async () => {
    const options = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
    };
    const answer = await send('/search', options, Buffer.alloc(2 ** 20 + 1, ' ')).catch(
      (error: Error) => error,
    );
    // The connection may be closed before all of it was sent.
    expect(answer instanceof Error ? 413 : answer.status).toBe(413);
  });

  test('has a limit for each sender', async () => {
    const slow = await listening({ rate: { burst: 2, perSecond: 0.001 } });
    const options = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
    const ask = () => send('/search', options, '{"row":1}', slow.port).then(({ status }) => status);
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
    slow.server.close();
  });

  test('keeps errors of its own to itself', async () => {
    const gallery = {
      ...exhibit.gallery,
      source: () => {
        throw new Error('secret');
      },
    };
    const broken = await listening({ exhibit: { ...exhibit, gallery } });
    const options = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
    const { status, body } = await send('/search', options, '{"row":1}', broken.port);
    broken.server.close();
    expect(status).toBe(500);
    expect(body.toString()).not.toContain('secret');
    expect(String(failures.at(-1))).toContain('secret');
  });
});
