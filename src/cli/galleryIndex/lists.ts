import { Command, InvalidArgumentError } from 'commander';
import { jsonOption, positiveInteger } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { indexOption, settingsOption } from './indexOptions.js';

/** A list of the picture itself alone ranks nothing. */
function places(text: string): number {
  const length = positiveInteger(text);
  if (length > 1) return length;
  throw new InvalidArgumentError('It must be a whole number from 2 on.');
}

/** `index lists`: the neighbours of every vector of an index, for a training. */
export function listsCommand(): Command {
  return new Command('lists')
    .description(
      'write the nearest of every vector of an index, found by searches in it: ranking lists for a training on a set whose pairs are too many to compare',
    )
    .addOption(indexOption())
    .requiredOption('--out <file>', 'lists to write, by ids: JSON lines (.jsonl) or lines of TREC (.trec)')
    .option('--length <n>', 'places of each list, the picture itself among them', places, 512)
    .addOption(settingsOption('settings of the searches, see `asym describe ENGINE`'))
    .option('--overwrite', 'replace a file that is there', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym index lists --index index/ --out lists.jsonl --length 200',
        'asym index lists --index index/ --out lists.jsonl --set probes=50,refine=10',
      ),
    )
    .action(whenRun(() => import('./lists/run.js')));
}
