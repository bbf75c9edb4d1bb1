import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { RetrievalError } from '../../../errors.js';
import type { Checksum } from '../sources/types.js';
import { ask, ConnectionLost, discard, mayPass, refusal, waitAsked } from './http.js';
import { retrying, type RetryPolicy } from './retrying.js';

export interface ChecksumOptions {
  /** Page of the owner, for messages. */
  page: string;
  signal?: AbortSignal;
  retry?: RetryPolicy;
}

/** Bytes of a list of one digest beyond which it is something else. */
const longestList = 4096;

/**
 * The digest that a file must have, asked of the owner's server where the owner publishes it there.
 *
 * @throws RetrievalError when the list can't be had or does not begin with an MD5.
 */
export async function expectedDigest(checksum: Checksum, options: ChecksumOptions): Promise<string> {
  if ('digest' in checksum) return checksum.digest.toLowerCase();
  const { list: url } = checksum;
  const text = await retrying(() => readList(url, options), {
    ...options.retry,
    url,
    signal: options.signal,
  });
  const digest = /^\s*\\?([0-9a-f]{32})\b/i.exec(text)?.[1];
  if (digest) return digest.toLowerCase();
  throw new RetrievalError({
    what: 'The owner’s list of checksums does not begin with an MD5',
    where: url,
    expected: '32 hexadecimal digits',
    found: JSON.stringify(text.slice(0, 60)),
    fix: `see ${options.page}`,
  });
}

async function readList(url: string, { page, signal }: ChecksumOptions): Promise<string> {
  const { status, body, header } = await ask(url, { signal });
  if (status !== 200) {
    discard(body);
    if (!mayPass(status)) throw refusal(url, status, page);
    throw new ConnectionLost(
      url,
      `the server answered with status ${status}`,
      waitAsked(header('retry-after')),
    );
  }
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (Buffer.concat(chunks).length > longestList) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw new ConnectionLost(url, error);
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** Hexadecimal digest of a file's content, read as a stream. */
export async function digestOfFile(
  file: string,
  algorithm: Checksum['algorithm'],
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
}

interface Mismatch {
  file: string;
  checksum: Checksum;
  expected: string;
  found: string;
  page: string;
}

/** The error of a file that hashes to something else. */
export function digestMismatch({ file, checksum, expected, found, page }: Mismatch): RetrievalError {
  const { algorithm } = checksum;
  const isOwners = 'list' in checksum;
  const origin = isOwners ? checksum.list : `known from ${checksum.knownFrom}, not from the owner`;
  const again = 'run the same command again: it is fetched anew';
  return new RetrievalError({
    what: 'The file is damaged or not the one that is known here',
    kind: 'data',
    where: file,
    expected: `${algorithm} ${expected} (${origin})`,
    found: `${algorithm} ${found}`,
    fix: isOwners
      ? again
      : `${again}; if it stays so, see ${page}: a file that you trust comes in with --from FOLDER`,
  });
}
