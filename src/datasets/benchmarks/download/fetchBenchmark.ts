import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RetrievalError } from '../../../errors.js';
import type { BenchmarkName } from '../names.js';
import { benchmarkSources } from '../sources/benchmarkSources.js';
import { fileKey, selectFiles } from '../sources/parts.js';
import type { BenchmarkSource, SourceFile } from '../sources/types.js';
import { bringUnpacked } from './bringUnpacked.js';
import { bringFile } from './bringFile.js';
import { countPlaces, type CountedPlace } from './counts.js';
import type { FetchOptions, FetchReport } from './fetchTypes.js';
import { findLocalCopy } from './localCopy.js';
import { withLock } from './lock.js';
import { copyMark, readMarks, removeMark, writeMark } from './marks.js';
import { askSizes, planOf, stateOfFiles, type FetchPlan } from './plan.js';
import { freeBytes, requireSpace } from './space.js';

/**
 * Brings a benchmark to its folder: over the network from its owner, or from a copy of the user's. What a killed run
 * left is continued, what is done is not repeated.
 *
 * @throws RetrievalError when the owner hands it out on request only, a server or the network fails, a file is not the
 *   known one, an archive is damaged or hostile, the disk is too small, or pictures are missing in the end.
 */
export function fetchBenchmark(name: BenchmarkName, options: FetchOptions): Promise<FetchReport> {
  return fetchSource(benchmarkSources[name], options);
}

/** `fetchBenchmark` for any source. */
export async function fetchSource(source: BenchmarkSource, options: FetchOptions): Promise<FetchReport> {
  const folder = resolve(options.folder);
  const chosen = selectFiles(source, options.parts);
  if (options.from === undefined) refuseWhatCannotBeFetched(source, folder);
  const local = options.from === undefined ? undefined : findLocalCopy(options.from, source, chosen);
  if (local?.kind === 'unpacked') return bringUnpacked(local.root, source, { ...options, folder });
  refuseLink(folder);
  return withLock(folder, async () => {
    if (options.again) await forget(folder, chosen);
    else await recogniseOwnCopy(source, folder);
    const states = stateOfFiles(folder, chosen).map((file) => {
      const path = local?.paths.get(file.key);
      return path === undefined || file.state === 'done' ? file : { ...file, local: path };
    });
    const plan = planOf(source, folder, await askSizes(states, source.page, options.signal));
    return carryOut(plan, options);
  });
}

async function carryOut(plan: FetchPlan, options: FetchOptions): Promise<FetchReport> {
  const { source, folder, files, pending } = plan;
  const report = { name: source.name, folder, brought: 0, alreadyHere: files.length - pending.length };
  const free = options.free ?? freeBytes;
  if (pending.length > 0) {
    requireSpace(folder, plan.bytesNeeded, await free(folder));
    const needsNetwork = pending.some(({ local }) => !local);
    if (needsNetwork && !(await options.confirm(plan))) {
      return { ...report, outcome: 'declined', counts: [], warnings: [] };
    }
  }
  const warnings: string[] = [];
  for (const [index, file] of pending.entries()) {
    await bringFile(file, { number: index + 1, plan, options, free, warnings });
    report.brought++;
  }
  const counts = await countPlaces(source, folder);
  const short = counts.find(({ found, expected, whole }) => whole && found < expected);
  if (short) throw picturesMissing(source, folder, short);
  const outcome =
    pending.length === 0 ? 'already here' : pending.every(({ local }) => local) ? 'copied' : 'fetched';
  return { ...report, outcome, counts, warnings };
}

function refuseWhatCannotBeFetched(source: BenchmarkSource, folder: string): void {
  if (source.request === undefined) return;
  if (stateOfFiles(folder, source.files).every(({ state }) => state === 'done')) return;
  throw new RetrievalError({
    what: `${source.title} is not to be fetched by a program`,
    kind: 'data',
    where: source.page,
    expected: 'a copy that you asked its owners for',
    fix: source.request,
  });
}

/** What a link points to belongs to the user: nothing is fetched into it. */
function refuseLink(folder: string): void {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new RetrievalError({
    what: 'The folder is a link to a copy of yours; nothing is fetched into it',
    kind: 'data',
    where: folder,
    fix: 'use it as it is, or remove the link first',
  });
}

async function forget(folder: string, files: SourceFile[]): Promise<void> {
  for (const file of files) await removeMark(folder, fileKey(file));
  await removeMark(folder, copyMark);
}

/** A whole copy that the user put here is taken as it is. */
async function recogniseOwnCopy(source: BenchmarkSource, folder: string): Promise<void> {
  if (readMarks(folder).size > 0) return;
  const counts = await countPlaces(source, folder);
  const isThere = source.required.every((path) => lstatSync(join(folder, path), { throwIfNoEntry: false }));
  if (!isThere || counts.length === 0 || counts.some(({ found, expected }) => found < expected)) return;
  const files = counts.reduce((sum, { found }) => sum + found, 0);
  await writeMark(folder, copyMark, { from: 'found in its place', bytes: 0, files });
}

function picturesMissing(
  source: BenchmarkSource,
  folder: string,
  { target, found, expected }: CountedPlace,
): RetrievalError {
  return new RetrievalError({
    what: `${source.title} has fewer pictures than its owner says`,
    kind: 'data',
    where: join(folder, target),
    expected: `${expected} pictures`,
    found: `${found}`,
    fix: `\`data check ${source.name}\` names those that are missing; \`data get ${source.name} --again\` fetches all anew`,
  });
}
