import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { fileSystemError } from '../../../base/files/fileSystemError.js';
import { RetrievalError } from '../../../errors.js';
import type { Archive } from '../sources/types.js';
import { UnpackGuard, usualLimits, type UnpackLimits } from './unpackLimits.js';
import { unpackZip } from './unpackZip.js';

export interface UnpackOptions {
  signal?: AbortSignal;
  /** Told the bytes of the archive that are read. */
  onProgress?: (done: number, total: number) => void;
  limits?: UnpackLimits;
}

/**
 * Unpacks an archive into an empty folder: files only, none outside the folder, none twice, and not without end.
 *
 * @returns files and bytes that came out.
 * @throws RetrievalError when the archive is damaged, holds links or devices, climbs with `..`, or unpacks to far more
 *   than it should.
 */
export async function unpack(
  file: string,
  folder: string,
  archive: Archive,
  { signal, onProgress, limits }: UnpackOptions = {},
): Promise<{ files: number; bytes: number }> {
  const total = statSync(file).size;
  const guard = new UnpackGuard(file, folder, archive, limits ?? usualLimits(total));
  let done = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      onProgress?.((done += chunk.length), total);
      next(null, chunk);
    },
  });
  await mkdir(folder, { recursive: true });
  try {
    const source = createReadStream(file, { highWaterMark: 2 ** 16 });
    if (archive.format === 'zip') await unpackZip(source.pipe(counted), guard, signal);
    else if (archive.format === 'tgz')
      await pipeline(source, counted, createGunzip(), (tar: AsyncIterable<Buffer>) => unpackTar(tar, guard), {
        signal,
      });
    else await pipeline(source, counted, (tar: AsyncIterable<Buffer>) => unpackTar(tar, guard), { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw isTelling(error)
      ? fileSystemError(error, { doing: 'Unpacking', where: file })
      : damaged(file, archive, error);
  }
  if (guard.files === 0) throw damaged(file, archive, 'no file in it');
  return { files: guard.files, bytes: guard.bytes };
}

/** What the system refuses because of the names in an archive, such as a file below a file. */
const ofNames = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/** Our own errors, and those of the file system, which have the name of a system call. */
function isTelling(error: unknown): boolean {
  if (error instanceof RetrievalError) return true;
  const { syscall, code = '' } = error as NodeJS.ErrnoException;
  return syscall !== undefined && !ofNames.has(code);
}

/** A file of a tar archive as its reader gives it. */
type Entry = ReturnType<typeof extract> extends AsyncIterable<infer Source> ? Source : never;

async function unpackTar(tar: AsyncIterable<Buffer>, guard: UnpackGuard): Promise<void> {
  const entries = extract();
  const outcomes = await Promise.allSettled([
    pipeline(tar, entries),
    (async () => {
      for await (const entry of entries) await unpackEntry(entry, guard);
    })(),
  ]);
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  // What stops the one stops the other too, with an error that says nothing.
  if (reasons.length > 0) throw reasons.find(isTelling) ?? reasons[0];
}

async function unpackEntry(entry: Entry, guard: UnpackGuard): Promise<void> {
  const { type, name } = entry.header;
  if (type === 'directory') {
    guard.path(name);
    entry.resume();
    return;
  }
  if (type !== 'file' && type !== 'contiguous-file') {
    throw guard.refuse(`holds a ${type ?? 'thing of unknown kind'}`, name);
  }
  const place = guard.place(name);
  if (!place) {
    entry.resume();
    return;
  }
  await mkdir(dirname(place), { recursive: true });
  await pipeline(
    entry as AsyncIterable<Buffer>,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        guard.count(chunk.length, name);
        yield chunk;
      }
    },
    createWriteStream(place, { flags: 'wx' }),
  );
}

function damaged(file: string, { format }: Archive, cause: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The archive is damaged',
    kind: 'data',
    where: file,
    expected: `a whole ${format} archive`,
    found: cause instanceof Error ? cause.message : String(cause),
    fix: 'run the same command again: it is fetched anew',
    cause,
  });
}
