import { Command } from 'commander';
import { jsonOption, positiveInteger } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { indexOption, settingsOption } from './indexOptions.js';

/** `index search`: searches an index by vectors. */
export function searchCommand(): Command {
  return new Command('search')
    .description('search an index by the vectors of a file (`asym search --index` does so by pictures)')
    .addOption(indexOption())
    .requiredOption('--queries <file>', 'vectors of queries (.npy, .npz, .safetensors, .parquet, .mat)')
    .option('--ids <file>', 'ids of the queries; default: those in the file or beside it')
    .option('--top <n>', 'results for each query', positiveInteger, 10)
    .addOption(settingsOption('settings of the search, see `asym describe ENGINE`'))
    .option('--exact', 'compare every vector instead', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym index search --index index/ --queries queries.npy --top 5',
        'asym index search --index index/ --queries queries.npy --set probes=50,refine=10 --json',
      ),
    )
    .action(whenRun(() => import('./search/run.js')));
}
