import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file of the server and how badly it is served. */
export interface ServedFile {
  content: Uint8Array;
  etag?: string;
  lastModified?: string;
  /** Whether parts can be asked for, default true. */
  ranges?: boolean;
  /** Bytes after which each of the first answers breaks off. */
  cutAfter?: number[];
  /** Statuses of the first answers instead of the file. */
  failures?: number[];
  headers?: Record<string, string>;
  /** Sends no length. */
  chunked?: boolean;
  /** Milliseconds between pieces of 1 kB. */
  pace?: number;
}

export interface ServedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
}

/** A server of files on this machine, for tests. */
export interface FileServer {
  url: (path: string) => string;
  files: Map<string, ServedFile>;
  requests: ServedRequest[];
  close: () => Promise<void>;
}

export async function startFileServer(): Promise<FileServer> {
  const files = new Map<string, ServedFile>();
  const requests: ServedRequest[] = [];
  const server = createServer((request, response) => {
    const path = request.url!;
    requests.push({ method: request.method!, path, headers: request.headers });
    const file = files.get(path);
    if (!file) return response.writeHead(404).end();
    serve(file, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    files,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(file: ServedFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { content, etag, lastModified, ranges = true, chunked } = file;
  const failure = request.method === 'GET' ? file.failures?.shift() : undefined;
  if (failure !== undefined) return void response.writeHead(failure, file.headers).end();
  const start = ranges ? firstByte(file, request.headers) : 0;
  if (start > 0 && start >= content.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  }
  response.writeHead(start > 0 ? 206 : 200, {
    ...(etag && { etag }),
    ...(lastModified && { 'last-modified': lastModified }),
    ...(!chunked && { 'content-length': content.length - start }),
    ...(start > 0 && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    ...file.headers,
  });
  if (request.method === 'HEAD') return void response.end();
  const cut = file.cutAfter?.shift();
  const rest = content.subarray(start, cut === undefined ? undefined : start + cut);
  for (let sent = 0; sent < rest.length; sent += 1024) {
    await new Promise((resolve) => response.write(rest.subarray(sent, sent + 1024), resolve));
    if (file.pace) await new Promise((resolve) => setTimeout(resolve, file.pace));
  }
  if (cut === undefined) return void response.end();
  // What was sent should arrive first.
  await new Promise((resolve) => setTimeout(resolve, 150));
  response.destroy();
}

/** The byte from which the file is sent: as asked for, unless If-Range speaks of another file. */
function firstByte({ etag, lastModified }: ServedFile, headers: IncomingHttpHeaders): number {
  const [, start] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
  const condition = headers['if-range'];
  if (start === undefined || (condition !== undefined && condition !== (etag ?? lastModified))) return 0;
  return Number(start);
}
