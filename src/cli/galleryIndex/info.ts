import { Command } from 'commander';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { indexOption } from './indexOptions.js';

/** `index info`: what an index is, once its files have their checksums. */
export function infoCommand(): Command {
  return new Command('info')
    .description('say what an index is, and hold its files against their checksums')
    .addOption(indexOption())
    .addOption(jsonOption())
    .addHelpText('after', example('asym index info --index index/', 'asym index info --index index/ --json'))
    .action(whenRun(() => import('./info/run.js')));
}
