import { Command, Option } from 'commander';
import { experimentNames } from '../study/plan/profileNames.js';
import { withEngine } from './engine.js';
import { positiveInteger } from './options.js';
import { shard } from './shard.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `experiments`: trains what is missing of a profile and writes its results. */
export function experimentsCommand(): Command {
  const command = new Command('experiments')
    .description('train and evaluate every run of a profile; finished runs are reused')
    .addOption(new Option('--profile <name>', 'which runs').choices(experimentNames).default('quick'))
    .option(
      '--shard <i/n>',
      'only every n-th run, for several processes at once; results are then not written',
      shard,
    )
    .option('--list', 'print the runs and stop')
    .option('--fresh', 'train every run again, finished or not')
    .option('--same-device', 'train again what was trained on another device, such as the CPU where a GPU is')
    .option('--verify <n>', 'train n of the kept results again and compare, nothing else', positiveInteger)
    .addHelpText(
      'after',
      example(
        'asym experiments --profile full --shard 1/2',
        'asym experiments --profile full --engine ray --shards 8',
      ),
    )
    .action(whenRun(() => import('./experiments/run.js')));
  return withEngine(command, ['list', 'fresh', 'verify']);
}
