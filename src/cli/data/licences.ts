import { Command } from 'commander';
import { benchmarkDescription } from '../../datasets/benchmarks/benchmarkDescription.js';
import { benchmarkNames } from '../../datasets/benchmarks/names.js';
import { allAttributions } from '../../datasets/attributions.js';
import { jsonOption } from '../options.js';
import { example, printJson } from '../output.js';

/** `data licences`: terms of everything by others. */
export function licencesCommand(): Command {
  return new Command('licences')
    .description('who made the pictures, the benchmarks and the pretrained weights, and on which terms')
    .addOption(jsonOption())
    .addHelpText('after', example('asym data licences --json'))
    .action(({ json }: { json: boolean }) => {
      const benchmarks = benchmarkNames.flatMap((name) => benchmarkDescription(name).attributions());
      const attributions = [...allAttributions(), ...benchmarks];
      if (json) return printJson(attributions);
      for (const { name, licence, author, source } of attributions) {
        console.log(`${name}\n  ${licence}, ${author}\n  ${source}`);
      }
    });
}
