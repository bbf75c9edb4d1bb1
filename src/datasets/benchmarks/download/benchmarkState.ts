import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { selectFiles } from '../sources/parts.js';
import type { BenchmarkSource } from '../sources/types.js';
import { readMarks } from './marks.js';
import { planOf, stateOfFiles } from './plan.js';

/** What of a benchmark is here; nothing is asked of a server and no picture is counted. */
export interface BenchmarkState {
  state: 'here' | 'partly here' | 'linked' | 'not fetched by us' | 'not here';
  folder: string;
  /** Where a link leads. */
  linkedTo?: string;
  /** Files of the owner: in place, and all of those that come without being asked for. */
  done: number;
  files: number;
  /** Bytes to fetch, as far as sizes are known; those of `unknownSizes` files are not. */
  bytesToFetch: number;
  unknownSizes: number;
}

/** Looks up how far a benchmark is. */
export function benchmarkState(source: BenchmarkSource, folder: string): BenchmarkState {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  const files = stateOfFiles(folder, selectFiles(source));
  const { pending, bytesToFetch, unknownSizes } = planOf(source, folder, files);
  const done = files.length - pending.length;
  const isLaidOut = source.required.every((path) => lstatSync(join(folder, path), { throwIfNoEntry: false }));
  const isStarted = readMarks(folder).size > 0 || files.some(({ state }) => state !== 'missing');
  return {
    state: stats?.isSymbolicLink()
      ? 'linked'
      : pending.length === 0
        ? 'here'
        : isStarted
          ? 'partly here'
          : isLaidOut
            ? 'not fetched by us'
            : 'not here',
    folder,
    ...(stats?.isSymbolicLink() && { linkedTo: readlinkSync(folder) }),
    done,
    files: files.length,
    bytesToFetch,
    unknownSizes,
  };
}
