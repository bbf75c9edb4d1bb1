import { Command, Option } from 'commander';
import { RetrievalError } from '../errors.js';
import { findGroceryStore } from '../datasets/index.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runExperiment.js';
import { profile, profileNames, type ProfileName } from '../results/profiles.js';
import { profileFolder } from '../results/workspace.js';
import { writeResults } from '../results/resultsFolder.js';
import { trainedRuns } from '../results/trainedRuns.js';
import { interruption } from './interruption.js';

interface Options {
  profile: ProfileName;
  shard?: string;
  list?: boolean;
}

/** `experiments`: trains what is missing of a profile and writes its results. */
export function experimentsCommand(): Command {
  return new Command('experiments')
    .description('train and evaluate every run of a profile; finished runs are reused')
    .addOption(new Option('--profile <name>', 'which runs').choices(profileNames).default('quick'))
    .option(
      '--shard <i/n>',
      'only every n-th run, for several processes at once; results are then not written',
    )
    .option('--list', 'print the runs and stop')
    .action(async (options: Options) => {
      const { runs } = profile(options.profile, findGroceryStore() !== null);
      if (options.list) return runs.forEach((run) => console.log(JSON.stringify(run)));
      await runProfile(options.profile, options.shard ? shardOf(runs, options.shard) : runs, !options.shard);
    });
}

/** Runs a profile and, unless it is a part only, writes its results. */
export async function runProfile(name: ProfileName, runs: RunConfigInput[], write = true): Promise<Run[]> {
  const done = await trainedRuns(runs, { signal: interruption(), folder: profileFolder(name) });
  if (write) await writeResults(profileFolder(name), name, done);
  return done;
}

function shardOf(runs: RunConfigInput[], text: string): RunConfigInput[] {
  const [index, count] = text.split('/').map(Number);
  if (!index || !count || index > count) {
    throw new RetrievalError({
      what: 'The shard is not valid',
      expected: 'i/n with i from 1 to n, for example 1/2',
      found: text,
    });
  }
  return runs.filter((_, n) => n % count === index - 1);
}
