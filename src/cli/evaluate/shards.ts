import { join } from 'node:path';
import type { Command } from 'commander';
import type { Shard } from '../../base/shard.js';
import { shellWords } from '../../base/shellWords.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { readingData } from '../../errors.js';
import { progressBar } from '../../report/notebook/progressBar.js';
import type { DividedEvaluation } from '../../retrieval/shards/dividedEvaluation.js';
import { searchShard } from '../../retrieval/shards/evaluateShard.js';
import { mergeParts, type MergedEvaluation } from '../../retrieval/shards/mergeEvaluation.js';
import { callWords } from '../callWords.js';
import { engineOptionNames, type EngineOptions } from '../engine.js';
import { runOnEngine } from '../engine/runOnEngine.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';

/** How an evaluation is divided. */
export interface ShardChoices extends EngineOptions {
  shard?: Shard;
  merge?: number;
  parts?: string;
  json: boolean;
}

/** What is counted while a shard is searched; every row is read twice at most. */
const unit = 'rows';

/** Does what is asked of the shards. @returns what they come to; nothing where that is for a later call. */
export async function inShards(
  evaluation: DividedEvaluation,
  options: ShardChoices,
  command: Command,
): Promise<MergedEvaluation | undefined> {
  const { shard, engine, merge } = options;
  if (shard) await searchOneShard(evaluation, shard, options, command);
  const count = engine === undefined ? merge : await searchOnEngine(evaluation, options, command);
  return count === undefined ? undefined : joinParts(evaluation, count, options, command);
}

/** Searches one shard and says where its part is. */
async function searchOneShard(
  evaluation: DividedEvaluation,
  shard: Shard,
  options: ShardChoices,
  command: Command,
): Promise<void> {
  const { boundsOf, searchedRows } = evaluation;
  const [from, to] = boundsOf(shard);
  const bar = progressBar(2 * (to - from), `Shard ${shard.index}/${shard.count}, ${unit}`);
  const { file, first, end, reused } = await readingData(() =>
    searchShard(evaluation, shard, {
      folder: folderOf(evaluation, options),
      onRows: (rows) => bar.update(rows),
      signal: interruption(),
    }),
  ).finally(() => bar.stop());
  if (options.json) return printJson({ part: file, first, rows: end - first, of: searchedRows, reused });
  console.log(`${file}: rows ${first} to ${end - 1} of ${searchedRows}${reused ? ', finished before' : ''}`);
  console.log(`With all ${shard.count} parts: ${call(command, ['--merge', String(shard.count)])}`);
}

/** Searches all shards where the user wants them. @returns how many there are; nothing where they are submitted. */
async function searchOnEngine(
  evaluation: DividedEvaluation,
  options: ShardChoices,
  command: Command,
): Promise<number | undefined> {
  const { most, boundsOf } = evaluation;
  const words = callWords(command, partOptions);
  let count = 1;
  const isDone = await runOnEngine(options, (wanted) => {
    count = Math.max(1, Math.min(wanted, most));
    const jobs = Array.from({ length: count }, (_, n) => {
      const name = `${n + 1}/${count}`;
      const [from, to] = boundsOf({ index: n + 1, count });
      return { name: `shard ${name}`, words: [...words, '--shard', name], amount: 2 * (to - from) };
    });
    const last = [...words, '--merge', String(count), ...(options.json ? ['--json'] : [])];
    return { jobs, unit, last, folder: join(folderOf(evaluation, options), 'jobs') };
  });
  return isDone ? count : undefined;
}

/** Joins the parts. */
async function joinParts(
  evaluation: DividedEvaluation,
  count: number,
  options: ShardChoices,
  command: Command,
): Promise<MergedEvaluation> {
  return readingData(() =>
    mergeParts(evaluation, count, {
      folder: folderOf(evaluation, options),
      remake: ({ index }) => call(command, ['--shard', `${index}/${count}`]),
    }),
  );
}

const partOptions = [...engineOptionNames, 'merge'];

const call = (command: Command, more: readonly string[]): string =>
  shellWords(['asym', ...callWords(command, partOptions), ...more]);

/** By what is evaluated, so that no two evaluations meet. */
const folderOf = ({ id }: DividedEvaluation, { parts }: ShardChoices): string =>
  parts ?? workspacePath('data', 'cache', 'evaluations', id.slice(0, 16));
