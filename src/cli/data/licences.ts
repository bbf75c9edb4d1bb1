import { Command } from 'commander';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';

/** `data licences`: terms of everything by others. */
export function licencesCommand(): Command {
  return new Command('licences')
    .description('who made the pictures, the benchmarks and the pretrained weights, and on which terms')
    .addOption(jsonOption())
    .addHelpText('after', example('asym data licences --json'))
    .action(whenRun(() => import('./licences/run.js')));
}
