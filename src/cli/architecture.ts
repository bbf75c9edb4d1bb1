import { Command, Option } from 'commander';
import { profileNames } from '../study/plan/profileNames.js';
import { datasetNames } from '../study/plan/settings.js';
import { rewardKinds } from '../architectureSearch/rewardKinds.js';
import { positiveInteger, positiveNumber } from './options.js';
import { withEngine } from './engine.js';
import { shard } from './shard.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `architecture`: searches an architecture for the query model. */
export function architectureCommand(): Command {
  const command = new Command('architecture')
    .description(
      'search the architecture of the query model: train a supernet, let its paths evolve under a budget of operations; goes on where it was stopped',
    )
    .addOption(new Option('--profile <name>', 'how large a search').choices(profileNames).default('quick'))
    .addOption(new Option('--dataset <name>', 'where to search; default emoji').choices(datasetNames))
    .addOption(
      new Option('--reward <kind>', 'what a path is judged by').choices(rewardKinds).default('asymmetric'),
    )
    .option('--budget <flops>', 'most operations for one picture, for example 12e6', positiveNumber)
    .option(
      '--set <key=value>',
      'another value in the configuration, for example evolution.generations=20; repeatable',
      (text: string, before: string[]) => [...before, text],
      [] as string[],
    )
    .option(
      '--retrain <seeds>',
      'then train the found and the hand-made networks with so many seeds',
      positiveInteger,
    )
    .option(
      '--shard <i/n>',
      'of --retrain only every n-th run, for several processes at once after the search; results are then not written',
      shard,
    )
    .addHelpText(
      'after',
      example(
        'asym architecture --profile quick --budget 2.4e6',
        'asym architecture --profile full --retrain 3 --engine local',
      ),
    )
    .action(whenRun(() => import('./architecture/run.js')));
  return withEngine(command);
}
