import type { Command } from 'commander';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { Shard } from '../../base/shard.js';
import { RetrievalError } from '../../errors.js';
import { callWords } from '../callWords.js';
import { engineOptionNames, type EngineOptions } from '../engine.js';
import { runOnEngine } from './runOnEngine.js';

/**
 * Trains the runs of a command in parts on an engine. Each part keeps its finished runs in the cache of the workspace, where
 * the command finds them when it then goes on by itself.
 * @param runs how many there are
 * @param without names of further options that the parts and the call behind them are not given
 * @returns whether they are trained now; otherwise they are submitted.
 */
export function runsOnEngine(
  options: EngineOptions,
  command: Command,
  runs: number,
  without: readonly string[] = [],
): Promise<boolean> {
  const words = callWords(command, [...engineOptionNames, ...without]);
  return runOnEngine(options, (wanted) => {
    const count = Math.max(1, Math.min(wanted, runs));
    const jobs = Array.from({ length: count }, (_, n) => {
      const name = `${n + 1}/${count}`;
      const amount = Math.ceil((runs - n) / count);
      return { name: `shard ${name}`, words: [...words, '--shard', name], amount };
    });
    const folder = workspacePath('data', 'cache', 'jobs', command.name());
    return { jobs, unit: 'Runs', last: words, folder };
  });
}

/**
 * Every `count`-th entry of a list from the `index`-th on.
 * @throws RetrievalError (usage) when there are more shards than entries.
 */
export function entriesOf<Entry>(entries: readonly Entry[], { index, count }: Shard): Entry[] {
  if (count > entries.length) {
    throw new RetrievalError({
      what: 'There are more shards than runs',
      where: '--shard',
      expected: `at most ${entries.length}`,
      found: String(count),
      kind: 'usage',
    });
  }
  return entries.filter((_, n) => n % count === index - 1);
}
