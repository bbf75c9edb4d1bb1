import { Command } from 'commander';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `tune`: searches the hyperparameters of every method on the validation split. */
export function tuneCommand(): Command {
  return new Command('tune')
    .description(
      'try the same number of settings for every method on the validation classes and print how each did',
    )
    .addHelpText('after', example('asym tune'))
    .action(whenRun(() => import('./tune/run.js')));
}
