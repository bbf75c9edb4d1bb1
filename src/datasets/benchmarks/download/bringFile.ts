import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RetrievalError } from '../../../errors.js';
import { digestMismatch, digestOfFile, expectedDigest } from './checksum.js';
import { download } from './download.js';
import type { FetchOptions, FetchProgress } from './fetchTypes.js';
import { workFolder } from './marks.js';
import { placeFile } from './placeFile.js';
import type { FetchPlan, PlannedFile } from './plan.js';
import { requireSpace } from './space.js';

/** Where a file stands in its fetch. */
export interface FetchStep {
  /** Number of the file among the pending ones, from 1. */
  number: number;
  plan: FetchPlan;
  options: FetchOptions;
  /** Room on the disk in bytes. */
  free: (folder: string) => Promise<number>;
  /** Takes what could not be verified. */
  warnings: string[];
}

/** Fetches a file or takes the user's own, verifies it and puts it in its place. */
export async function bringFile(file: PlannedFile, step: FetchStep): Promise<void> {
  const { number, plan, options, free } = step;
  const { folder, source, pending } = plan;
  const { signal, onProgress, retry } = options;
  signal?.throwIfAborted();
  const report = (name: FetchProgress['step']) => (done: number, total?: number) =>
    onProgress?.({ step: name, file: file.name, number, files: pending.length, done, total });
  const path = file.local ?? join(folder, workFolder, file.key);
  if (!file.local && file.state !== 'fetched') {
    const reserve = async (bytes: number) => requireSpace(folder, bytes, await free(folder));
    const { page } = source;
    await download(file.url!, path, { page, signal, retry, reserve, onProgress: report('fetching') });
  }
  report('verifying')(0, file.bytes);
  const verified = await verify(path, file, step);
  try {
    await placeFile(path, file, folder, { signal, verified, onProgress: report('unpacking') });
  } catch (error) {
    // What can't be unpacked is fetched anew.
    if (!file.local && error instanceof RetrievalError && !signal?.aborted) await rm(path, { force: true });
    throw error;
  }
}

/**
 * The checksum that was confirmed; undefined where none could be.
 *
 * @throws RetrievalError when the file is another one; it is removed then. A user's own file is only warned about, as
 *   the checksums that are known without a network are not those of the owners.
 */
async function verify(
  path: string,
  { checksum, name, local }: PlannedFile,
  { plan, options, warnings }: FetchStep,
): Promise<string | undefined> {
  if (!checksum) return undefined;
  if (local && 'list' in checksum) {
    warnings.push(`${name}: not compared with ${checksum.list}`);
    return undefined;
  }
  const { page } = plan.source;
  const { signal, retry } = options;
  const expected = await expectedDigest(checksum, { page, signal, retry });
  const found = await digestOfFile(path, checksum.algorithm, signal);
  if (found === expected) return `${checksum.algorithm}:${found}`;
  const error = digestMismatch({ file: path, checksum, expected, found, page });
  if (!local) {
    await rm(path, { force: true });
    throw error;
  }
  warnings.push(error.message);
  return undefined;
}
