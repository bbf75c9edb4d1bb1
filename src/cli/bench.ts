import { cpus } from 'node:os';
import { Command } from 'commander';
import { positiveInteger } from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `bench`: times this library against established ones, in turns on the same machine. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('time this library against established ones, in turns on the same machine')
    .option('--setup', 'install the libraries to compare with (Linux: 2.8 GB), then stop')
    .option('--items <names>', 'measure only these, separated by commas', (text) => text.split(','))
    .option('--list', 'list the items, then stop', false)
    .option(
      '--growth',
      'measure how cost grows with size instead, and write figures/bench/growth.json',
      false,
    )
    .option(
      '--feeding',
      'measure instead how many training pictures a second this machine prepares, by how many are decoded at the same time, and write figures/bench/feeding.json',
      false,
    )
    .option('--rounds <count>', 'rounds; both sides take part in each', positiveInteger, 7)
    .option('--threads <count>', 'threads of each side', positiveInteger, Math.min(2, cpus().length))
    .option(
      '--gallery-rows <count>',
      'gallery of the evaluation from disk, 8 KiB a row',
      positiveInteger,
      131_072,
    )
    .option('--json', 'print everything that was measured as JSON', false)
    .option('--no-keep', 'do not write the result to figures/bench')
    .addHelpText('after', example('asym bench --items rank-order,train-smallCnn --rounds 5'))
    .action(whenRun(() => import('./bench/run.js')));
}
