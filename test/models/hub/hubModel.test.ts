import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { hubOnnxModel, hubWeights } from '../../../src/models/hub/hubModel.js';
import { parseHubName } from '../../../src/models/hub/hubName.js';

interface HubFile {
  body: string;
  /** Kept apart, with its SHA-256 as its tag. */
  isLarge?: boolean;
  tag?: string;
}

let server: Server;
let files: Record<string, HubFile>;
let requests: string[];
let folder: string;

beforeAll(async () => {
  server = createServer(({ url = '', method }, response) => {
    requests.push(`${method} ${url}`);
    // A repository under the name that it had before.
    if (url.startsWith('/before/')) {
      return void response.writeHead(307, { location: url.replace('/before/', '/owner/') }).end();
    }
    const { body, isLarge, tag } = files[url.replace('/storage', '')] ?? {};
    if (body === undefined) return void response.writeHead(404).end();
    const git = createHash('sha1').update(`blob ${body.length}\0${body}`).digest('hex');
    const linked = createHash('sha256').update(body).digest('hex');
    const headers = { etag: `"${isLarge ? 'other' : (tag ?? git)}"`, 'x-repo-commit': 'c0' };
    if (!isLarge || url.startsWith('/storage')) return void response.writeHead(200, headers).end(body);
    response
      .writeHead(302, { ...headers, 'x-linked-etag': `"${tag ?? linked}"`, location: `/storage${url}` })
      .end();
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
});
afterAll(() => void server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-'));
  requests = [];
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
  vi.stubEnv('HF_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  files = {
    '/owner/clip/resolve/main/onnx/model.onnx': { body: 'the model', isLarge: true },
    '/owner/clip/resolve/main/preprocessor_config.json': { body: '{"size":64}' },
    '/owner/net/resolve/v2/model.safetensors': { body: 'weights', isLarge: true },
  };
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const gets = () => requests.filter((line) => line.startsWith('GET'));

test('a model is fetched once with what lies beside it, and taken from the disk afterwards', async () => {
  const path = await hubOnnxModel('hf:owner/clip');
  expect(path).toBe(join(folder, 'data/cache/hub/owner/clip/main/onnx/model.onnx'));
  expect(readFileSync(path, 'utf8')).toBe('the model');
  expect(readFileSync(join(path, '../../preprocessor_config.json'), 'utf8')).toBe('{"size":64}');
  const before = gets().length;
  expect(await hubOnnxModel('hf:owner/clip')).toBe(path);
  expect(gets()).toHaveLength(before);
  files['/owner/clip/resolve/main/onnx/model.onnx'].body = 'a newer one';
  expect(readFileSync(await hubOnnxModel('hf:owner/clip'), 'utf8')).toBe('a newer one');
});

test('without a connection the stored file is taken, unless it was damaged', async () => {
  const path = await hubWeights('hf:owner/net@v2');
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:1');
  expect(await hubWeights('hf:owner/net@v2')).toBe(path);
  writeFileSync(path, 'other');
  await expect(hubWeights('hf:owner/net@v2')).rejects.toThrow(/does not answer[^]*HF_ENDPOINT/);
});

test('contents of another hash are refused and not kept', async () => {
  files['/owner/net/resolve/v2/model.safetensors'].tag = '0'.repeat(64);
  await expect(hubWeights('hf:owner/net@v2')).rejects.toThrow(/not the one that the hub announced/);
  files['/owner/clip/resolve/main/preprocessor_config.json'].tag = '1'.repeat(40);
  await expect(hubOnnxModel('hf:owner/clip')).rejects.toThrow(/announced[^]*preprocessor_config/);
});

test('what the hub does not have is said, and a file can be named', async () => {
  await expect(hubWeights('hf:owner/clip')).rejects.toThrow(/model\.safetensors or pytorch_model\.bin/);
  files['/owner/clip/resolve/main/deep/w.bin'] = { body: 'w' };
  expect(readFileSync(await hubWeights('hf:owner/clip/deep/w.bin'), 'utf8')).toBe('w');
  expect(readFileSync(await hubWeights('hf:before/net@v2'), 'utf8')).toBe('weights');
});

test.each([
  'hf:owner',
  'hf:owner/..',
  'hf:owner/name/../x',
  'hf:owner/name@',
  'hf:/x/y',
  'hf:owner/name@../x',
])('%s is no name', (text) => {
  expect(() => parseHubName(text)).toThrow(/hf:owner\/name@revision/);
});
