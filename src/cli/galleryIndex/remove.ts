import { Argument, Command } from 'commander';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { indexOption } from './indexOptions.js';

/** `index remove`: takes vectors out of an index by their ids. */
export function removeCommand(): Command {
  return new Command('remove')
    .description('take vectors out of an index by their ids; ids that it does not have are told')
    .addArgument(new Argument('[ids...]', 'ids'))
    .addOption(indexOption())
    .option('--ids <file>', 'ids, one a line or CSV')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym index remove --index index/ a.jpg b.jpg',
        'asym index remove --index index/ --ids gone.txt',
      ),
    )
    .action(whenRun(() => import('./remove/run.js')));
}
