import type { Readable } from 'node:stream';
import { Agent, EnvHttpProxyAgent, errors, interceptors, request, type Dispatcher } from 'undici';
import { RetrievalError } from '../../../errors.js';

/** Milliseconds without a byte after which a connection counts as lost. */
const patience = 60_000;

let dispatcher: Dispatcher | undefined;

/** Follows redirections, through the proxy of HTTP_PROXY, HTTPS_PROXY and NO_PROXY where there is one. */
function connections(): Dispatcher {
  const options = { headersTimeout: patience, bodyTimeout: patience, connect: { timeout: 15_000 } };
  const hasProxy = ['http_proxy', 'https_proxy'].some(
    (name) => process.env[name] ?? process.env[name.toUpperCase()],
  );
  return (dispatcher ??= (hasProxy ? new EnvHttpProxyAgent(options) : new Agent(options)).compose(
    interceptors.redirect({ maxRedirections: 5 }),
  ));
}

export interface Answer {
  status: number;
  /** A header's value; of several the first. */
  header: (name: string) => string | undefined;
  /** The content as the server stores it: no encoding is undone, so that ranges and sums hold. */
  body: Readable;
}

export interface AskOptions {
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Asks a server, following redirections.
 *
 * @throws ConnectionLost when no answer comes, RetrievalError when an address leads nowhere or back to itself.
 */
export async function ask(
  url: string,
  { method = 'GET', headers, signal }: AskOptions = {},
): Promise<Answer> {
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(url, {
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
      signal,
      dispatcher: connections(),
    });
    // The connection may break before anybody reads; the reader is told then.
    body.on('error', () => undefined);
    return {
      status: statusCode,
      header: (name) => [answered[name]].flat()[0],
      body,
    };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw error instanceof errors.InvalidArgumentError
      ? leadsNowhere(url, error)
      : new ConnectionLost(url, error);
  }
}

/** Gives up an answer's content. */
export function discard(body: Readable): void {
  body.destroy();
}

/** No answer, or one that broke off: worth another attempt. */
export class ConnectionLost extends Error {
  /** Milliseconds that the server asks to wait. */
  readonly waitFor?: number;
  readonly reason: string;

  constructor(url: string, cause: unknown, waitFor?: number) {
    const reason = describeCause(cause);
    super(`${url}: ${reason}`, { cause });
    this.reason = reason;
    this.waitFor = waitFor;
  }
}

/** The words of an error of the network, with its code; those of several addresses of one server joined. */
function describeCause(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(describeCause).join('; ');
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as { code?: string };
  return code && !cause.message.includes(code) ? `${cause.message} (${code})` : cause.message;
}

/** Statuses after which the same question may get another answer. */
export function mayPass(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Milliseconds of a Retry-After header, at most five minutes. */
export function waitAsked(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? 1000 * Math.min(300, Math.max(0, seconds)) : undefined;
}

/** The error of an address that another attempt does not mend. */
function leadsNowhere(url: string, cause: Error): RetrievalError {
  return new RetrievalError({
    what: 'The address, or one that its server redirects to, can’t be followed',
    where: url,
    expected: 'addresses of http or https that do not lead in a circle',
    found: cause.message,
    fix: 'see the owner’s page for where the file is now; a copy of your own comes in with --from FOLDER',
    cause,
  });
}

/** The error of an answer that will not change. */
export function refusal(url: string, status: number, page: string): RetrievalError {
  const missing = status === 404 || status === 410;
  return new RetrievalError({
    what: missing
      ? 'The owner’s server does not have the file'
      : 'The owner’s server does not hand the file out',
    where: url,
    expected: 'status 200 or 206',
    found: `status ${status}`,
    fix: `see ${page} for where it is now; a copy of your own comes in with --from FOLDER`,
  });
}
