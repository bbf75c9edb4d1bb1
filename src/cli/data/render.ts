import { Command, InvalidArgumentError, Option } from 'commander';
import { emojiDataset } from '../../datasets/emoji/emojiDataset.js';
import { largestCachedSize } from '../../datasets/largestCachedSize.js';
import { jsonOption } from '../options.js';
import { example, printJson } from '../output.js';
import { withProgress } from './withProgress.js';

interface Options {
  size?: number[];
  framing: 'whole' | 'drawing';
  json: boolean;
}

/** `data render`: the emoji, drawn ahead. */
export function renderCommand(): Command {
  return new Command('render')
    .description('draw the emoji in the sizes that the experiments use, so that later runs find them')
    .option('--size <pixels...>', `sides in pixels, at most ${largestCachedSize}`, collectSize)
    .addOption(new Option('--framing <name>', 'crop').choices(['whole', 'drawing']).default('drawing'))
    .addOption(jsonOption())
    .addHelpText('after', example('asym data render --size 36 108'))
    .action(async ({ size = [36, 108], framing, json }: Options) => {
      for (const side of size) {
        await withProgress(async (onProgress) => {
          const dataset = await emojiDataset({ onProgress });
          await dataset.pixels([0], { size: side, framing });
        });
        if (!json) console.log(`emoji at ${side} px are in data/cache/emoji`);
      }
      if (json) printJson({ sizes: size, framing, folder: 'data/cache/emoji' });
    });
}

function collectSize(text: string, previous: number[] = []): number[] {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= largestCachedSize) return [...previous, size];
  throw new InvalidArgumentError(`Give whole numbers from 1 to ${largestCachedSize}.`);
}
