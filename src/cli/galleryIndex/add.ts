import { Command } from 'commander';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { indexOption, withVectors } from './indexOptions.js';

/** `index add`: adds vectors to an index. */
export function addCommand(): Command {
  return withVectors(
    new Command('add')
      .description('add the vectors of a file to an index, all or none; whoever searches it goes on')
      .addOption(indexOption()),
  )
    .addOption(jsonOption())
    .addHelpText('after', example('asym index add --index index/ --gallery new.npy'))
    .action(whenRun(() => import('./add/run.js')));
}
