import { Command } from 'commander';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';

/** `data list`: what can be had, on which terms, and what of it is here. */
export function listCommand(): Command {
  return new Command('list')
    .description('the data sets and benchmarks: splits, sizes, terms, and what of them is here')
    .addOption(jsonOption())
    .addHelpText('after', example('asym data list'))
    .action(whenRun(() => import('./list/run.js')));
}
