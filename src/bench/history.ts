import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { workspacePath } from '../base/files/workspacePath.js';
import type { Row } from '../report/tables/table.js';
import { isMeasured, itemWords } from './itemWords.js';
import type { BenchRun } from './types.js';

/** Every measurement that was kept, one a line, oldest first. */
export const historyFile = (): string => workspacePath('figures', 'bench', 'history.jsonl');

export async function appendHistory(run: BenchRun, file = historyFile()): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(run)}\n`);
}

/** @returns nothing where nothing was measured yet. */
export async function readHistory(file = historyFile()): Promise<BenchRun[]> {
  try {
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as BenchRun);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
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
