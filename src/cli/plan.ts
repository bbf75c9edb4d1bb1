import { Command } from 'commander';
import { jsonOption, positiveInteger, positiveNumber } from './options.js';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

const helpText = `
Memory and disk follow from the bytes of a vector. The time of a query is what was measured here with one core, grown to the
size of a shard by the measured slope and in proportion to the dimension; it is an estimate, and a trial on one shard is worth
more. Prices are yours to give; those by default are examples.
`;

/** `plan`: the machines that a search of a gallery of any size takes, and what embedding it anew takes. */
export function planCommand(): Command {
  return new Command('plan')
    .description(
      'estimate machines, memory, disk and price of a search, and of embedding the gallery with another model',
    )
    .requiredOption('--vectors <n>', 'of the gallery, for example 1e9', positiveInteger)
    .option('--dimension <n>', 'numbers of a vector', positiveInteger, 512)
    .option('--qps <n>', 'queries a second', positiveNumber, 100)
    .option('--latency <ms>', 'milliseconds that a shard may take for a query', positiveNumber, 100)
    .option('--replicas <n>', 'copies of everything at least', positiveInteger, 2)
    .option('--cores <n>', 'of a machine', positiveInteger, 32)
    .option('--memory <GB>', 'of a machine', positiveNumber, 256)
    .option('--disk <GB>', 'of a machine', positiveNumber, 4000)
    .option('--price <number>', 'of a machine and hour', positiveNumber, 2)
    .option(
      '--pictures-per-second <n>',
      'of a graphics card with the gallery model; default: EfficientNet-Lite2 at 224 px on an H200',
      positiveNumber,
      3083,
    )
    .option('--cards <n>', 'graphics cards that embed', positiveInteger, 8)
    .option('--card-price <number>', 'of a card and hour', positiveNumber, 3)
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym plan --vectors 1e9 --dimension 512 --qps 500',
        'asym plan --vectors 2e7 --dimension 256 --qps 20 --memory 64 --cores 16 --json',
      ),
    )
    .action(whenRun(() => import('./plan/run.js')));
}
