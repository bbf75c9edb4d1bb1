import { Command, Option } from 'commander';
import { profileNames } from '../study/plan/profileNames.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `figures`: redraws every figure and table from stored results, without training. */
export function figuresCommand(): Command {
  return new Command('figures')
    .description('redraw every figure and table from stored results, without training')
    .addOption(new Option('--profile <name>', 'whose results').choices(profileNames).default('full'))
    .addHelpText('after', example('asym figures --profile quick'))
    .action(whenRun(() => import('./figures/run.js')));
}
