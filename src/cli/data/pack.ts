import { Argument, Command } from 'commander';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';

/** `data pack`: the files of a data set that comes with the workspace, made from the originals. */
export function packCommand(): Command {
  return new Command('pack')
    .description('make the files of a data set that comes with the workspace from the originals')
    .addArgument(new Argument('<name>').choices(['grocery']))
    .requiredOption('--from <folder>', "the originals in their owner's layout, such as data/grocery-store")
    .option('--folder <path>', 'where the files go (default: data/grocery-photos)')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example('asym data pack grocery --from data/grocery-store --folder build/groceries'),
    )
    .action(whenRun(() => import('./pack/run.js')));
}
