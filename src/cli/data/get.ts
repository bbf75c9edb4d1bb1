import { Argument, Command } from 'commander';
import { benchmarkNames } from '../../datasets/benchmarks/names.js';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { groceryNames } from './get/groceryNames.js';

const helpText = `
It says how large a benchmark is and on which terms it comes, and asks before it fetches. What a stopped or killed run
left is continued; what is there is not fetched twice. Proxies are taken from HTTPS_PROXY and HTTP_PROXY.`;

/** `data get`: brings a data set or benchmark here. */
export function getCommand(): Command {
  return new Command('get')
    .description('fetch a data set or benchmark into data/, or take it from a copy')
    .addArgument(new Argument('<name>').choices([...groceryNames, ...benchmarkNames]))
    .option('--from <folder>', 'take it from a folder: the files of its owner, or an unpacked copy')
    .option('--link', 'with --from: link to an unpacked copy instead of copying')
    .option('--folder <path>', 'where it shall lie (default: data/benchmarks/NAME)')
    .option('--part <parts...>', 'some parts only, such as index train:0-9; `data list` names them')
    .option('--again', 'fetch what is there once more')
    .option('--yes', 'do not ask')
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym data get roxford5k',
        'asym data get google-landmarks-v2 --part index test train:0-9 --yes',
        'asym data get in-shop --from downloads/in-shop',
      ),
    )
    .action(whenRun(() => import('./get/run.js')));
}
