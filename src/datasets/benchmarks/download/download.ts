import { statSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { RetrievalError } from '../../../errors.js';
import { ask, ConnectionLost, discard, mayPass, refusal, waitAsked, type Answer } from './http.js';
import { retrying, type RetryPolicy } from './retrying.js';

export interface DownloadOptions {
  /** Page of the owner, for messages. */
  page: string;
  signal?: AbortSignal;
  retry?: RetryPolicy;
  /** @param total size in bytes, if the server tells. */
  onProgress?: (done: number, total?: number) => void;
  /** Told the bytes still to come before they are written; throws if there is no room. */
  reserve?: (bytes: number) => Promise<void>;
}

/** What a half-fetched file is half of. */
const stateSchema = z.strictObject({
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  total: z.int().min(0).optional(),
});
type State = z.infer<typeof stateSchema>;

/**
 * Fetches a file, going on with what an earlier run left in `FILE.part`, provided that the server's file is still the
 * same one. The file gets its name only when it is whole.
 *
 * @throws RetrievalError when the server refuses, can't be reached, or sends a page instead of the file.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  await retrying(() => attempt(url, part, options), {
    ...options.retry,
    url,
    signal: options.signal,
    progress: () => sizeOf(part),
  });
  await rename(part, file);
  await rm(stateFile(part), { force: true });
}

/** Bytes of a half-fetched file. */
export function bytesFetched(file: string): number {
  return sizeOf(`${file}.part`);
}

async function attempt(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { signal, onProgress, reserve } = options;
  const known = await readState(part, url);
  const start = known ? sizeOf(part) : 0;
  if (known && start > 0 && start === known.total) return;
  const answer = await ask(url, { signal, headers: start > 0 ? rangeHeaders(start, known!) : {} });
  const total = understand(answer, start, known, url, options.page);
  if (total === 'anew') {
    await rm(part, { force: true });
    throw new ConnectionLost(url, 'what was fetched does not belong to the file of the server', 0);
  }
  const done = answer.status === 206 ? start : 0;
  if (total !== undefined) await reserve?.(total - done);
  // Old bytes must never stand beside the state of a new file.
  if (done === 0) await rm(part, { force: true });
  // Not atomic: a torn state counts as none.
  await writeFile(stateFile(part), JSON.stringify(stateOf(url, answer, total)));
  await write(answer, part, { url, done, total, signal, onProgress });
}

/** Only what is certainly the same file is continued: If-Range sends the whole file otherwise. */
function rangeHeaders(start: number, { etag, lastModified }: State): Record<string, string> {
  const validator = etag ?? lastModified;
  return { range: `bytes=${start}-`, ...(validator && { 'if-range': validator }) };
}

/** Size of the whole file as the answer tells it, or `anew` when the part that is here is of no use. */
function understand(
  answer: Answer,
  start: number,
  known: State | undefined,
  url: string,
  page: string,
): number | undefined | 'anew' {
  const { status, header, body } = answer;
  if (status === 206) {
    const [, from, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(header('content-range') ?? '') ?? [];
    const isSame = known?.total === undefined || known.total === Number(size);
    if (Number(from) === start && isSame) return Number(size);
  } else if (status === 200) {
    refuseWebPage(answer, url, page);
    const length = header('content-length');
    return length === undefined ? undefined : Number(length);
  }
  discard(body);
  if (status === 206 || status === 416) return 'anew';
  if (mayPass(status)) {
    throw new ConnectionLost(
      url,
      `the server answered with status ${status}`,
      waitAsked(header('retry-after')),
    );
  }
  throw refusal(url, status, page);
}

/** Servers put pages in the place of files that they no longer hand out. */
function refuseWebPage({ header, body }: Answer, url: string, page: string): void {
  if (!header('content-type')?.startsWith('text/html')) return;
  discard(body);
  throw new RetrievalError({
    what: 'The owner’s server sent a web page instead of the file',
    where: url,
    found: `content type ${header('content-type')}`,
    fix: `open ${page} in a browser and follow what it asks for; then bring the copy with --from FOLDER`,
  });
}

interface WriteOptions extends Pick<DownloadOptions, 'signal' | 'onProgress'> {
  url: string;
  done: number;
  total?: number;
}

async function write({ body }: Answer, part: string, options: WriteOptions): Promise<void> {
  const { url, done: start, total, signal, onProgress } = options;
  const file = await open(part, start > 0 ? 'a' : 'w');
  let done = start;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      await file.appendFile(chunk).catch((error: unknown) => {
        throw unwritable(part, error);
      });
      onProgress?.((done += chunk.length), total);
      signal?.throwIfAborted();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof RetrievalError ? error : new ConnectionLost(url, error);
  } finally {
    await file.close();
  }
  if (total !== undefined && done < total) {
    throw new ConnectionLost(url, `the connection ended after ${done} of ${total} bytes`);
  }
}

function stateOf(url: string, { header }: Answer, total?: number): State {
  const etag = header('etag');
  // A weak ETag does not promise the same bytes.
  return {
    url,
    etag: etag?.startsWith('"') ? etag : undefined,
    lastModified: header('last-modified'),
    total,
  };
}

async function readState(part: string, url: string): Promise<State | undefined> {
  const text = await readFile(stateFile(part), 'utf8').catch(() => '');
  try {
    const state = stateSchema.parse(JSON.parse(text));
    return state.url === url ? state : undefined;
  } catch {
    return undefined;
  }
}

function stateFile(part: string): string {
  return `${part}.json`;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The error of a disk that is full or a folder that is not ours. */
export function unwritable(where: string, cause: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The file could not be written',
    where,
    found: String(cause),
    fix: 'make room on the disk or make the folder writable, then run the same command again: it goes on where it stopped',
    cause,
  });
}
