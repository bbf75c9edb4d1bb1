import { basename, dirname } from 'node:path';
import { readListed, writeListed } from '../base/files/listedFiles.js';
import { owningFolder } from '../base/files/owning.js';
import { workspacePath } from '../base/files/workspacePath.js';
import type { Row } from '../report/tables/table.js';
import { isMeasured, itemWords } from './itemWords.js';
import type { BenchRun } from './types.js';

/** Every measurement that was kept, one a line, oldest first. */
export const historyFile = (): string => workspacePath('figures', 'bench', 'history.jsonl');

/** Adds a measurement, and writes the checksum of all beside them. */
export async function appendHistory(run: BenchRun, file = historyFile()): Promise<void> {
  const [folder, name] = [dirname(file), basename(file)];
  await owningFolder(folder, async () => {
    const before = readListed(folder, name) ?? '';
    await writeListed(folder, new Map([[name, `${before}${JSON.stringify(run)}\n`]]));
  });
}

/**
 * @returns nothing where nothing was measured yet.
 * @throws RetrievalError when the file was changed since it was written.
 */
// eslint-disable-next-line @typescript-eslint/require-await
export async function readHistory(file = historyFile()): Promise<BenchRun[]> {
  const text = readListed(dirname(file), basename(file));
  if (text === undefined) return [];
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BenchRun);
}

/** The newest measurement of every item that is measured still, in the order in which they were first measured. */
export function latestResults(history: BenchRun[]): BenchRun['results'] {
  const latest = new Map<string, BenchRun['results'][number]>();
  for (const { results } of history) for (const result of results) latest.set(result.item, result);
  return [...latest.values()].filter(({ item }) => isMeasured(item));
}

/** Items that were measured more than once, with the ratio of the last measurement over that of the one before, the highest first. */
export function benchChanges(history: readonly BenchRun[]): Row[] {
  const all = history.flatMap(({ results }) => results);
  return [...new Set(all.map(({ item }) => item))]
    .flatMap((item) => {
      const [before, now] = all.filter((result) => result.item === item).slice(-2);
      return before && now
        ? [{ work: itemWords(item), before: before.ratio, now: now.ratio, change: now.ratio / before.ratio }]
        : [];
    })
    .sort((a, b) => b.change - a.change);
}
