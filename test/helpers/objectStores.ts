import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { workspacePath } from '../../src/base/files/workspacePath.js';

/** The object store of moto, which `npm run setup machines` installs. */
const moto = workspacePath('.machines', 'bin', 'moto_server');
export const hasMoto = existsSync(moto);
export const withoutMoto = hasMoto ? '' : ' (not here: npm run setup machines installs it)';

export interface ObjectStore {
  address: string;
  /** Requests that are answered by an error of the server from now on. */
  failing: (count: number) => void;
  /** Requests that it was asked, as far as it counts them. */
  asked: () => number;
  close: () => void;
}

/** A real server on a port of its own. */
export async function startMoto(): Promise<ObjectStore> {
  const port = 20_000 + (process.pid % 20_000);
  const child = spawn(moto, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (
      await fetch(address).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { address, failing: () => undefined, asked: () => NaN, close: () => void child.kill() };
}

/** Of S3's answers those that reading needs, and objects by plain addresses: PUT, HEAD, GET with ranges, lists. */
export async function startStub(): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>();
  let [failing, asked] = [0, 0];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url!, 'http://x');
      const key = decodeURIComponent(pathname);
      asked++;
      if (failing > 0) {
        failing--;
        return void response.writeHead(503).end();
      }
      if (request.method === 'PUT') {
        objects.set(key, Buffer.concat(parts));
        return void response.end();
      }
      if (searchParams.has('list-type'))
        return list(response, objects, key, searchParams.get('prefix') ?? '');
      const bytes = objects.get(key);
      if (!bytes) return void response.writeHead(404).end();
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const part = from === undefined ? bytes : bytes.subarray(Number(from), Number(to) + 1);
      const range = from !== undefined && { 'content-range': `bytes ${from}-${to}/${bytes.length}` };
      response.writeHead(range ? 206 : 200, { etag, 'content-length': part.length, ...range });
      response.end(request.method === 'HEAD' ? undefined : part);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  const fail = (count: number): void => void (failing = count);
  return { address: `http://127.0.0.1:${port}`, failing: fail, asked: () => asked, close };
}

function list(response: ServerResponse, objects: Map<string, Buffer>, bucket: string, prefix: string): void {
  const start = `${bucket.replace(/\/$/, '')}/`;
  const keys = [...objects.keys()].filter((key) => key.startsWith(start + prefix)).sort();
  const entries = keys.map(
    (key) =>
      `<Contents><Key>${key.slice(start.length)}</Key><ETag>"x"</ETag><Size>${objects.get(key)!.length}</Size></Contents>`,
  );
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${entries.join('')}</ListBucketResult>`);
}
