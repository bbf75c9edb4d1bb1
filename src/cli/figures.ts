import { Command, Option } from 'commander';
import { profileNames } from '../study/plan/profileNames.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `figures`: redraws figures and tables from stored results, without training. */
export function figuresCommand(): Command {
  return new Command('figures')
    .description('redraw every figure and table from stored results, or some figures, without training')
    .argument('[names...]', 'only these figures')
    .addOption(new Option('--profile <name>', 'whose results').choices(profileNames).default('full'))
    .option('--list', 'print the names of the figures and what each of them says')
    .addHelpText(
      'after',
      example(
        'asym figures --profile quick',
        'asym figures methods rank-consistency-emoji bench/ratios',
        'asym figures --list',
      ),
    )
    .action(whenRun(() => import('./figures/run.js')));
}
