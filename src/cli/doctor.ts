import { Command } from 'commander';
import { jsonOption } from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `doctor`: what is installed and what computes; works before the library is compiled, too. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'what is installed, which backend and why, each problem with its cure; exit code 1 when broken',
    )
    .addOption(jsonOption())
    .addHelpText('after', example('asym doctor --json'))
    .action(whenRun(() => import('./doctor/run.js')));
}
