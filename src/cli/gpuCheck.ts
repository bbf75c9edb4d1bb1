import { Command, Option } from 'commander';
import { backendNames } from '../compute/backend/backendNames.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/**
 * `gpu-check`: computes every loss, gradient and layer and a short training here and on the processor, each in a process
 * of its own and in every precision, compares, and measures speed.
 */
export function gpuCheckCommand(): Command {
  return new Command('gpu-check')
    .description(
      'compare every loss, gradient and a short training on the GPU with the CPU, and measure its speed',
    )
    .addOption(
      new Option('--against <backend>', 'what to compare with').choices(backendNames).default('native'),
    )
    .option('--require-gpu', 'fail where no GPU is used')
    .option('--even-without-gpu', 'compare although no GPU is here, to check the check itself')
    .option('--report <file>', 'where the report goes; default: data/logs/gpu-check.json')
    .addHelpText('after', example('asym gpu-check --require-gpu --report gpu-check.json'))
    .action(whenRun(() => import('./gpuCheck/run.js')));
}
