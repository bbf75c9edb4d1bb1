import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { checksumFile, embeddedGroceriesFolder } from '../../datasets/grocery/embeddedGroceries.js';
import { readingData } from '../../errors.js';
import { packGroceries } from '../../study/embedded/packGroceries.js';
import { interruption } from '../interruption.js';
import { jsonOption } from '../options.js';
import { example, printJson } from '../output.js';
import { withProgress } from './withProgress.js';

interface Options {
  from: string;
  folder?: string;
  json: boolean;
}

/** `data pack`: the files of a data set that comes with the workspace, made from the originals. */
export function packCommand(): Command {
  return new Command('pack')
    .description('make the files of a data set that comes with the workspace from the originals')
    .addArgument(new Argument('<name>').choices(['grocery']))
    .requiredOption('--from <folder>', "the originals in their owner's layout, such as data/grocery-store")
    .option('--folder <path>', 'where the files go (default: data/grocery-photos)')
    .addOption(jsonOption())
    .addHelpText('after', example('asym data pack grocery --from data/grocery-store --folder build/groceries'))
    .action(async (_name: string, { from, folder = embeddedGroceriesFolder(), json }: Options) => {
      const known = await readFile(join(embeddedGroceriesFolder(), checksumFile), 'utf8').catch(() => '');
      const files = await withProgress((onProgress) =>
        readingData(() => packGroceries({ from, folder, onProgress, signal: interruption() })),
      );
      const packed = files.map((file) => ({ ...file, isAsBefore: known.includes(file.sha256) }));
      if (json) return printJson({ folder, files: packed });
      for (const { name, bytes, sha256, isAsBefore } of packed) {
        console.log(`${name}: ${(bytes / 1e6).toFixed(2)} MB, ${isAsBefore ? 'the same as' : 'other than'} before (${sha256})`);
      }
    });
}
