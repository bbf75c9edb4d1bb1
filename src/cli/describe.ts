import { Command } from 'commander';
import { jsonOption } from './options.js';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

/** `describe`: everything about one thing that can be chosen. */
export function describeCommand(): Command {
  return new Command('describe')
    .description(
      'one loss, method, ranker, model, data set, protocol or metric: every option, its paper, an example',
    )
    .argument('<name>', 'as `asym list` prints it; `run` and its fields, such as `training`, too')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example('asym describe rankOrderPreservation', 'asym describe training', 'asym describe mAP --json'),
    )
    .action(whenRun(() => import('./describe/run.js')));
}
