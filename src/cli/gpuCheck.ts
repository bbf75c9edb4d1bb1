import { Command, Option } from 'commander';
import { backendNames } from '../compute/backend/backendNames.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/**
 * `gpu-check`: computes every loss, gradient and layer and a short training here and on the processor, each in a process
 * of its own, and compares. Not yet run on GPU hardware.
 */
export function gpuCheckCommand(): Command {
  return new Command('gpu-check')
    .description(
      'compare every loss, gradient and a short training on the GPU with the CPU; report images per second',
    )
    .addOption(
      new Option('--against <backend>', 'what to compare with').choices(backendNames).default('native'),
    )
    .option('--even-without-gpu', 'compare although no GPU is here, to check the check itself')
    .addHelpText('after', example('asym gpu-check --against native'))
    .action(whenRun(() => import('./gpuCheck/run.js')));
}
