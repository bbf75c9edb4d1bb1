import { Command } from 'commander';
import { jsonOption } from '../options.js';
import { whenRun } from '../whenRun.js';
import { example } from '../output.js';
import { indexOption, withVectors } from './indexOptions.js';

const helpText = `
The index that is in the folder is searched until the new one is whole; the same command goes on with a build that was
stopped or killed. \`asym list indexes\` has the engines, \`asym describe lancedb\` the options of one. Passwords of servers
come from the environment (PGPASSWORD or ~/.pgpass, QDRANT_API_KEY, MILVUS_TOKEN), never from the configuration.
`;

/** `index build`: makes an index of a file of vectors. */
export function buildCommand(): Command {
  return withVectors(
    new Command('build').description('make an index of a file of vectors').addOption(indexOption()),
  )
    .option(
      '--engine <recipe>',
      'an engine with its defaults (lancedb), its configuration as JSON, or a JSON or YAML file of it',
      'lancedb',
    )
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym index build --index index/ --gallery vectors.npy',
        'asym index build --index index/ --gallery vectors.npy --engine \'{"kind":"lancedb","search":"hnswSq"}\'',
        'asym index build --index index/ --gallery vectors.parquet --engine usearch --json',
      ),
    )
    .action(whenRun(() => import('./build/run.js')));
}
