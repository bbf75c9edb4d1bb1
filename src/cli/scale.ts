import { Command, InvalidArgumentError } from 'commander';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

/** `scale`: measures what indexes do to the order as a gallery grows. */
export function scaleCommand(): Command {
  return new Command('scale')
    .description(
      'measure indexes of a real gallery that simulated vectors fill up: speed, memory, what is found, in which order; results go to figures/scale',
    )
    .option('--sizes <list>', 'vectors of the galleries, for example 1e4,1e6; default 1e4,1e5,1e6', sizeList)
    .option('--plans <names>', 'ways to keep the vectors, separated by commas; default: all', (text) =>
      text.split(','),
    )
    .option('--list', 'list the ways, then stop', false)
    .option(
      '--neighbours',
      'measure instead what lists of neighbours from indexes are worth to trainings, and what making them takes',
      false,
    )
    .option('--again', 'measure again what is kept', false)
    .addHelpText(
      'after',
      example('asym scale', 'asym scale --sizes 1e7 --plans quantised32', 'asym scale --neighbours'),
    )
    .action(whenRun(() => import('./scale/run.js')));
}

function sizeList(text: string): number[] {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 1000 && size <= 1e8)) return sizes;
  throw new InvalidArgumentError('Give whole numbers from 1000 to 1e8, separated by commas.');
}
