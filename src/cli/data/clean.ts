import { rm } from 'node:fs/promises';
import { Command } from 'commander';
import { jsonOption } from '../options.js';
import { example, printJson } from '../output.js';
import { cacheFolder, folderBytes, megabytes } from './cacheFolder.js';

/** `data clean`: removes what can be computed again. */
export function cleanCommand(): Command {
  return new Command('clean')
    .description('remove the caches of pictures and embeddings; data sets and weights stay')
    .addOption(jsonOption())
    .addHelpText('after', example('asym data clean'))
    .action(async ({ json }: { json: boolean }) => {
      const freed = folderBytes(cacheFolder());
      await rm(cacheFolder(), { recursive: true, force: true });
      if (json) printJson({ folder: cacheFolder(), freedBytes: freed });
      else console.log(`${megabytes(freed)} freed`);
    });
}
