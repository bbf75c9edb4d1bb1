import { Command } from 'commander';
import { jsonOption, positiveInteger } from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `report`: looks at a trained query model on the pictures of its training run. */
export function reportCommand(): Command {
  return new Command('report')
    .description(
      'write one page on a trained query model: numbers with intervals, queries served worst, confusions, the embedding space, duplicates, labels to look at',
    )
    .argument('<model>', 'folder of a query model that `asym train` has saved, with its run.json')
    .option('--out <file>', 'where the page goes; default: report.html in the folder of the model')
    .option(
      '--queries <n>',
      'queries that are looked at as pictures, drawn at random where there are more',
      positiveInteger,
      400,
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nThe page holds its pictures and loads nothing. Without labels the parts that need them are left out, which the page says.\n',
    )
    .addHelpText(
      'after',
      example(
        'asym report data/models/query',
        'asym report data/models/query --out report.html --queries 100 --json',
      ),
    )
    .action(whenRun(() => import('./report/run.js')));
}
