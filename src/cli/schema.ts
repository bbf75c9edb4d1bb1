import { Command } from 'commander';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

/** `schema`: what a file for `train --config` may say, for editors. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('the JSON Schema of a file for `asym train --config`, so that editors complete and check it')
    .addHelpText(
      'after',
      '\nWrite it with `asym schema > run.schema.json`; a YAML file beside it then begins with the line\n  # yaml-language-server: $schema=run.schema.json\nand a JSON file with "$schema": "run.schema.json".',
    )
    .addHelpText('after', example('asym schema'))
    .action(whenRun(() => import('./schema/run.js')));
}
