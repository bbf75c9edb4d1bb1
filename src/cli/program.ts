import { Command, Help } from 'commander';
import { loadPlugin } from '../base/registry/loadPlugin.js';
import { architectureCommand } from './architecture.js';
import { benchCommand } from './bench.js';
import { dataCommand } from './data.js';
import { doctorCommand } from './doctor.js';
import { evaluateCommand } from './evaluate.js';
import { exitCodesHelp } from './exitCodes.js';
import { experimentsCommand } from './experiments.js';
import { exportCommand } from './export.js';
import { extractCommand } from './extract.js';
import { figuresCommand } from './figures.js';
import { gpuCheckCommand } from './gpuCheck.js';
import { example } from './output.js';
import { reportCommand } from './report.js';
import { searchCommand } from './search.js';
import { startCommand } from './start.js';
import { trainCommand } from './train.js';
import { tuneCommand } from './tune.js';

/** The program `asym` with all its commands. It throws a CommanderError where commander would end the process. */
export function createProgram(): Command {
  const program = new Command('asym')
    .description(
      'Asymmetric image retrieval: a small query model searches the vectors of a large gallery model',
    )
    .option('--trace', 'show where in the code an error comes from (also ASYMMETRIC_TRACE=1)')
    .option(
      '--plugin <file>',
      'JavaScript file that registers losses, query models or data sets; repeatable',
      (file: string, before: string[] = []) => [...before, file],
    )
    .hook('preSubcommand', loadPlugins)
    .commandsGroup('Your own gallery:')
    .addCommand(trainCommand())
    .addCommand(extractCommand())
    .addCommand(searchCommand())
    .addCommand(evaluateCommand())
    .addCommand(reportCommand())
    .addCommand(exportCommand())
    .addCommand(dataCommand())
    .addCommand(doctorCommand())
    .commandsGroup('This study:')
    .addCommand(startCommand())
    .addCommand(experimentsCommand())
    .addCommand(tuneCommand())
    .addCommand(architectureCommand())
    .addCommand(figuresCommand())
    .addCommand(benchCommand())
    .addCommand(gpuCheckCommand())
    .addHelpText('after', example('asym train --data emoji --out data/models/query'));
  equip(program);
  return program;
}

/** What is registered counts when the options of a command are read. */
async function loadPlugins(program: Command): Promise<void> {
  for (const file of program.opts<{ plugin?: string[] }>().plugin ?? []) await loadPlugin(file);
}

/** Gives a command and those below it what all have in common. */
function equip(command: Command): void {
  command
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      formatHelp: (shown, helper) => `${new Help().formatHelp(shown, helper)}\n${exitCodesHelp}\n`,
    })
    .showHelpAfterError('Every option is explained by --help.');
  command.commands.forEach(equip);
}
