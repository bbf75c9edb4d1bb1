import { Command } from 'commander';
import { checkCommand } from './data/check.js';
import { cleanCommand } from './data/clean.js';
import { getCommand } from './data/get.js';
import { licencesCommand } from './data/licences.js';
import { listCommand } from './data/list.js';
import { packCommand } from './data/pack.js';
import { renderCommand } from './data/render.js';
import { weightsCommand } from './data/weights.js';
import { example } from './output.js';

/** `data`: the data sets and benchmarks, their licences, their caches and your own pictures. */
export function dataCommand(): Command {
  return new Command('data')
    .description('data sets: list, fetch, check, pack, render, clean')
    .addCommand(listCommand())
    .addCommand(licencesCommand())
    .addCommand(getCommand())
    .addCommand(checkCommand())
    .addCommand(packCommand())
    .addCommand(renderCommand())
    .addCommand(cleanCommand())
    .addCommand(weightsCommand())
    .addHelpText('after', example('asym data list', 'asym data get roxford5k', 'asym data check my-photos'));
}
