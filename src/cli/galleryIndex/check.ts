import { Command } from 'commander';
import { jsonOption, positiveInteger } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { indexOption, settingsOption } from './indexOptions.js';

const helpText = `
Every way to search is held against exact search over what the index holds, by your own queries:
  recall   share of the exact first k that is found
  order    order consistency: share of the pairs of the exact first k that are in order; what is not found stands last
  model    with --reference: the same for the first k of the gallery model's own search
  mAP      with --labels: mAP@k; the row of a query's own picture is left out of its list
Times are of one query at a time, or of --clients at once.
`;

/** `index check`: what an index does to exact search. */
export function checkCommand(): Command {
  return new Command('check')
    .description('hold an index against exact search: what is found, in which order, and how fast')
    .addOption(indexOption())
    .requiredOption('--queries <file>', 'vectors of your own queries, such as the query model gives them')
    .option('--ids <file>', 'ids of the queries; default: those in the file or beside it')
    .option(
      '--reference <file>',
      'vectors of the same queries by the gallery model, whose order is to be kept',
    )
    .option(
      '--labels <file>',
      'CSV with id and label of the queries and the gallery, as `asym evaluate` takes it',
    )
    .option('--junk <file>', 'CSV with query and gallery: pairs that count neither way')
    .option('--k <n>', 'results for each query', positiveInteger, 10)
    .addOption(
      settingsOption('settings of one way to search, repeatable; default: some from fast to thorough'),
    )
    .option('--clients <n>', 'queries at a time while times are taken', positiveInteger, 1)
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym index check --index index/ --queries queries.npy',
        'asym index check --index index/ --queries queries.npy --labels labels.csv --k 100',
        'asym index check --index index/ --queries queries.npy --set probes=5 --set probes=50,refine=10 --json',
      ),
    )
    .action(whenRun(() => import('./check/run.js')));
}
