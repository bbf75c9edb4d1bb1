import { Command } from 'commander';
import { embeddingFormats } from '../vectors/formats/embeddingFormats.js';
import { jsonOption } from './options.js';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

const helpText = `
The vectors, ids and manifest are to the last byte those of one process that extracts all pictures. A shard that is missing
or damaged is named with the command that makes it again.
`;

/** `merge`: joins the shards of an extraction. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('join what `extract --shard` wrote, after a check that all is there and whole')
    .argument('<shards...>', 'the folder of the shards, or their .npy files in any order')
    .requiredOption('--out <file>', `vectors to write, by ending: ${embeddingFormats.join(', ')}`)
    .option('--overwrite', 'replace vectors of another model or other settings')
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText('after', example('asym merge gallery.shards --out gallery.npy'))
    .action(whenRun(() => import('./merge/run.js')));
}
