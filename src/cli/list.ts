import { Argument, Command } from 'commander';
import { sorts } from './lookup/sorts.js';
import { jsonOption } from './options.js';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

/** `list`: what there is to choose from. */
export function listCommand(): Command {
  return new Command('list')
    .description('what there is to choose from, a line each: what it does, its source, when to use it')
    .addArgument(new Argument('[what]', 'only these').choices(sorts))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nWhat a file of --plugin registers is in the lists.\n' +
        example('asym list losses', 'asym list metrics --json'),
    )
    .action(whenRun(() => import('./list/run.js')));
}
