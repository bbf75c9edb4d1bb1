import type { Dispatcher } from 'undici';
import { lostObject, noObject, type ByteSource } from './types.js';

/** Milliseconds without a byte after which a connection counts as lost. */
const patience = 60_000;
const attempts = 5;

let dispatcher: Dispatcher | undefined;

/** Loaded when something is fetched, since most programs fetch nothing. */
const undici = () => import('undici');

/** Follows redirections and tries again, through the proxy of the usual variables where there is one. */
async function connections(): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent, interceptors } = await undici();
  const options = { headersTimeout: patience, bodyTimeout: patience, connect: { timeout: 15_000 } };
  const hasProxy = ['http_proxy', 'https_proxy'].some(
    (name) => process.env[name] ?? process.env[name.toUpperCase()],
  );
  return (dispatcher ??= (hasProxy ? new EnvHttpProxyAgent(options) : new Agent(options)).compose(
    interceptors.redirect({ maxRedirections: 5 }),
    interceptors.retry({ maxRetries: attempts, minTimeout: 250, methods: ['GET', 'HEAD'] }),
  ));
}

/**
 * What an `http://` or `https://` address leads to; the server must give ranges of bytes.
 * @throws RetrievalError (data) where there is nothing, or no ranges; LostObject where nobody answers.
 */
export async function openHttp(url: string): Promise<ByteSource> {
  const { headers } = await ask(url, 'HEAD');
  const size = Number(headers['content-length'] ?? NaN);
  const stamp = String(headers.etag ?? headers['last-modified'] ?? '');
  if (!Number.isSafeInteger(size)) throw noObject(url, 'a server that does not tell the size');
  return {
    name: url,
    size,
    stamp: `${size} ${stamp}`,
    async read(start, end) {
      const { status, bytes } = await ask(url, 'GET', { range: `bytes=${start}-${end - 1}` });
      if (status === 200 && start === 0 && bytes.length === end) return bytes;
      if (status === 206 && bytes.length === end - start) return bytes;
      throw noObject(url, `status ${status} and ${bytes.length} bytes for the range ${start} to ${end}`);
    },
  };
}

/** All bytes of an address, whether or not its server gives ranges. */
export async function fetchBytes(url: string): Promise<Uint8Array> {
  return (await ask(url, 'GET')).bytes;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Uint8Array;
}

async function ask(
  url: string,
  method: 'GET' | 'HEAD',
  headers: Record<string, string> = {},
): Promise<Answer> {
  let answer: Answer;
  try {
    const { request } = await undici();
    const options = {
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
      dispatcher: await connections(),
    };
    const { statusCode, headers: answered, body } = await request(url, options);
    answer = { status: statusCode, headers: answered, bytes: new Uint8Array(await body.arrayBuffer()) };
  } catch (cause) {
    const { message, statusCode } = cause as Error & { statusCode?: number };
    throw lostObject(url, statusCode === undefined ? message : `status ${statusCode}`, cause);
  }
  const { status } = answer;
  if (status >= 500 || status === 429 || status === 401 || status === 403)
    throw lostObject(url, `status ${status}`);
  if (status >= 400) throw noObject(url, `status ${status}`);
  return answer;
}
