import { Command, Option } from 'commander';
import { googleLandmarksParts } from '../../datasets/benchmarks/types.js';
import { jsonOption, megapixelsOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';

/** `data check`: everything that is wrong with a benchmark or with one's own data set. */
export function checkCommand(): Command {
  return new Command('check')
    .description('list everything that is wrong with a benchmark or with your own data set')
    .argument(
      '<data>',
      'a benchmark; or a CSV file (columns path,label,split,role[,x1,y1,x2,y2]), a folder with a folder per label, or pictures in a store, a .tar or a .parquet, as `train --data` takes them',
    )
    .option('--folder <path>', 'of a benchmark: where it lies (default: data/benchmarks/NAME)')
    .option('--no-decode', 'of a benchmark: only look the pictures up')
    .option(
      '--vectors <file>',
      "of your own data set: the gallery model's vectors, which must fit the pictures",
    )
    .option('--by-order', 'rows of --vectors are in the order of the pictures; default: found by their names')
    .addOption(
      new Option('--part <parts...>', 'of google-landmarks-v2: which').choices([...googleLandmarksParts]),
    )
    .addOption(megapixelsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example('asym data check roxford5k --json', 'asym data check my-photos --vectors vectors.parquet'),
    )
    .action(whenRun(() => import('./check/run.js')));
}
