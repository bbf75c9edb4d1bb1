import { setTimeout as wait } from 'node:timers/promises';
import { RetrievalError } from '../../../errors.js';
import { ConnectionLost } from './http.js';

/** How patiently a lost connection is taken up again. */
export interface RetryPolicy {
  /** Attempts in a row without a new byte, default 6. */
  attempts?: number;
  /** Milliseconds before the second attempt, default 1000; doubled with each one, to at most a minute. */
  firstWait?: number;
}

interface RetryOptions extends RetryPolicy {
  url: string;
  signal?: AbortSignal;
  /** Bytes that are there; more than at the last attempt start the count anew. */
  progress?: () => number;
}

/**
 * Repeats a piece of work as long as its connection is lost, with longer and longer pauses.
 *
 * @throws RetrievalError once no attempt brought anything; the reason of the signal when it is aborted.
 */
export async function retrying<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts = 6, firstWait = 1000, url, signal, progress = () => 0 } = options;
  for (let failures = 1, before = progress(); ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      signal?.throwIfAborted();
      if (progress() > before) failures = 1;
      before = progress();
      if (failures >= attempts) throw unreachable(url, error, attempts);
      const pause = error.waitFor ?? Math.min(60_000, firstWait * 2 ** (failures - 1));
      await wait(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
  }
}

/** The error of a server that can't be reached. */
export function unreachable(url: string, error: ConnectionLost, attempts = 1): RetrievalError {
  return new RetrievalError({
    what: 'The owner’s server could not be reached',
    where: url,
    expected: 'a network that reaches it (a proxy is taken from HTTPS_PROXY)',
    found: `${error.reason}${attempts > 1 ? `, after ${attempts} attempts` : ''}`,
    fix: 'run the same command again with a network, it goes on where it stopped; or bring a copy with --from FOLDER',
    cause: error,
  });
}
