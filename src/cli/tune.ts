import { Command } from 'commander';
import { withEngine } from './engine.js';
import { shard } from './shard.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `tune`: searches the hyperparameters of every method on the validation split. */
export function tuneCommand(): Command {
  const command = new Command('tune')
    .description(
      'try the same number of settings for every method on the validation classes and print how each did',
    )
    .option(
      '--shard <i/n>',
      'only every n-th trial, for several processes at once; nothing is printed then',
      shard,
    )
    .addHelpText('after', example('asym tune', 'asym tune --engine local --workers 4'))
    .action(whenRun(() => import('./tune/run.js')));
  return withEngine(command);
}
