import { Command, InvalidArgumentError, Option } from 'commander';
import { largestCachedSize } from '../../datasets/largestCachedSize.js';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';

/** `data render`: the emoji, drawn ahead. */
export function renderCommand(): Command {
  return new Command('render')
    .description('draw the emoji in the sizes that the experiments use, so that later runs find them')
    .option('--size <pixels...>', `sides in pixels, at most ${largestCachedSize}`, collectSize)
    .addOption(new Option('--framing <name>', 'crop').choices(['whole', 'drawing']).default('drawing'))
    .addOption(jsonOption())
    .addHelpText('after', example('asym data render --size 36 108'))
    .action(whenRun(() => import('./render/run.js')));
}

function collectSize(text: string, previous: number[] = []): number[] {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= largestCachedSize) return [...previous, size];
  throw new InvalidArgumentError(`Give whole numbers from 1 to ${largestCachedSize}.`);
}
