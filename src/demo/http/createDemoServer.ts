import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { RetrievalError } from '../../errors.js';
import type { Exhibit } from '../exhibit/exhibit.js';
import { answerSearch } from '../search/answerSearch.js';
import { bodyLimit, searchRequest } from '../search/searchRequest.js';
import { checkOrigin } from './checkOrigin.js';
import { contentType } from './contentType.js';
import { securityHeaders } from './headers.js';
import { rateLimit, type Rate } from './rateLimit.js';
import { readBody } from './readBody.js';
import { Refused } from './refused.js';

export interface DemoServerOptions {
  exhibit: Exhibit;
  /** The page and what it loads but pictures, by their addresses. */
  files: ReadonlyMap<string, Uint8Array>;
  /** What the server is told to listen at. */
  host: string;
  /** Of searches by one sender. */
  rate?: Rate;
  /** Told about errors that are the server's own. */
  onError?: (error: unknown) => void;
}

interface Answer {
  status?: number;
  type: string;
  body: Uint8Array;
  headers?: Record<string, string>;
}

/**
 * The server of a demo: files from a list, pictures of the gallery by their rows, and `POST /search`. What it is asked for
 * never becomes a path of the disk.
 */
export function createDemoServer(options: DemoServerOptions): Server {
  const { host, onError, rate = { burst: 60, perSecond: 20 } } = options;
  const count = rateLimit(rate);
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    checkOrigin(request.headers, host);
    const url = new URL(request.url ?? '/', 'http://demo');
    if (url.pathname === '/search') {
      allow(request, ['POST']);
      count(request.socket.remoteAddress ?? '');
      return search(options.exhibit, request, url.searchParams);
    }
    allow(request, ['GET', 'HEAD']);
    return file(options, url.pathname);
  };
  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => failure(error, onError))
      .then((given) => send(request, response, given))
      .catch((error: unknown) => {
        onError?.(error);
        response.destroy();
      });
  });
  Object.assign(server, { requestTimeout: 60_000, headersTimeout: 10_000, maxConnections: 128 });
  return server;
}

async function search(
  exhibit: Exhibit,
  request: IncomingMessage,
  parameters: URLSearchParams,
): Promise<Answer> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const body = await readBody(request, bodyLimit(type));
  const asked = searchRequest(type, body, parameters, exhibit.gallery);
  return json(await answerSearch(exhibit, asked));
}

async function file({ exhibit, files }: DemoServerOptions, path: string): Promise<Answer> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const bytes = files.get(name);
  if (bytes) return { type: contentType(name), body: bytes, headers: { 'Cache-Control': 'no-cache' } };
  const row = Number(/^pictures\/(\d{1,9})$/.exec(name)?.[1] ?? NaN);
  const picture = row < exhibit.gallery.rows ? await exhibit.gallery.picture(row) : undefined;
  if (picture) {
    return { type: contentType(name, picture), body: picture, headers: { 'Cache-Control': 'max-age=3600' } };
  }
  throw new Refused(404, {
    what: 'There is nothing at this address',
    where: path,
    expected: '/, /search, or what the page loads',
  });
}

function allow({ method }: IncomingMessage, methods: readonly string[]): void {
  if (methods.includes(method ?? '')) return;
  throw new Refused(405, {
    what: 'The method is not allowed here',
    expected: methods.join(' or '),
    found: method,
  });
}

/** The answer to a request that can't be met, in the words of the error. */
function failure(error: unknown, onError: DemoServerOptions['onError']): Answer {
  if (error instanceof RetrievalError) {
    const { what, where, expected, found, fix } = error.details;
    const status = error instanceof Refused ? error.status : 400;
    return { ...json({ error: { what, where, expected, found, fix } }), status };
  }
  onError?.(error);
  return {
    ...json({ error: { what: 'The server failed', fix: 'look at what it printed where it was started' } }),
    status: 500,
  };
}

function json(value: unknown): Answer {
  return { type: 'application/json; charset=utf-8', body: new TextEncoder().encode(JSON.stringify(value)) };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status = 200, type, body, headers } = answer;
  response.writeHead(status, {
    ...securityHeaders,
    'Cache-Control': 'no-store',
    ...headers,
    'Content-Type': type,
    'Content-Length': body.length,
    // What is left of a body that was refused is not waited for.
    ...(status === 413 && { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
