import { lstatSync } from 'node:fs';
import { basename } from 'node:path';
import { RetrievalError } from '../../../errors.js';
import type { BenchmarkSource } from '../sources/types.js';
import { countPlaces } from './counts.js';
import type { FetchOptions, FetchReport } from './fetchTypes.js';
import { copyUnpacked, linkCopy } from './localCopy.js';
import { withLock } from './lock.js';
import { copyMark, writeMark } from './marks.js';
import { freeBytes, requireSpace } from './space.js';

/** Copies or links an unpacked copy of the user's; what it lacks of the owner's counts is warned about. */
export async function bringUnpacked(
  root: string,
  source: BenchmarkSource,
  { folder, link, signal, onProgress, free = freeBytes }: FetchOptions,
): Promise<FetchReport> {
  if (link) {
    await linkCopy(root, folder);
    return reportOf(source, folder, 'linked', 0);
  }
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new RetrievalError({
      what: 'The folder is a link; nothing is copied into it',
      kind: 'data',
      where: folder,
      fix: 'remove the link first',
    });
  }
  const { files } = await withLock(folder, async () => {
    const copied = await copyUnpacked(root, folder, source, {
      signal,
      onProgress: (done, total) =>
        onProgress?.({ step: 'copying', file: basename(root), number: 1, files: 1, done, total }),
      reserve: async (bytes) => requireSpace(folder, bytes, await free(folder)),
    });
    await writeMark(folder, copyMark, { from: root, ...copied });
    return copied;
  });
  return reportOf(source, folder, 'copied', files);
}

async function reportOf(
  source: BenchmarkSource,
  folder: string,
  outcome: 'copied' | 'linked',
  brought: number,
): Promise<FetchReport> {
  const counts = await countPlaces(source, folder);
  const warnings = counts
    .filter(({ found, expected }) => found < expected)
    .map(({ target, found, expected }) => `${target || folder}: ${found} pictures, ${expected} by the owner`);
  return { name: source.name, folder, outcome, brought, alreadyHere: 0, counts, warnings };
}
