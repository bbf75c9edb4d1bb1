import { Command, Help } from 'commander';
import { loadPlugin } from '../base/registry/loadPlugin.js';
import { readFileSync } from 'node:fs';
import { packagePath } from '../base/files/packagePath.js';
import { architectureCommand } from './architecture.js';
import { benchCommand } from './bench.js';
import { completionCommand } from './completion.js';
import { courseCommand } from './course.js';
import { dataCommand } from './data.js';
import { demoCommand } from './demo.js';
import { describeCommand } from './describe.js';
import { doctorCommand } from './doctor.js';
import { evaluateCommand } from './evaluate.js';
import { exitCodesHelp } from './exitCodes.js';
import { experimentsCommand } from './experiments.js';
import { exportCommand } from './export.js';
import { extractCommand } from './extract.js';
import { figuresCommand } from './figures.js';
import { gpuCheckCommand } from './gpuCheck.js';
import { indexCommand } from './galleryIndex.js';
import { helpCommand } from './help.js';
import { listCommand } from './list.js';
import { example } from './output.js';
import { planCommand } from './plan.js';
import { mergeCommand } from './merge.js';
import { rankCommand } from './rank.js';
import { reportCommand } from './report.js';
import { schemaCommand } from './schema.js';
import { scaleCommand } from './scale.js';
import { searchCommand } from './search.js';
import { addSuggestions } from './suggestions.js';
import { startCommand } from './start.js';
import { trainCommand } from './train.js';
import { tuneCommand } from './tune.js';

/** The program `asym` with all its commands. It throws a CommanderError where commander would end the process. */
export function createProgram(): Command {
  const program = new Command('asym')
    .description(
      'Asymmetric image retrieval: a small query model searches the vectors of a large gallery model',
    )
    .version(packageVersion(), '--version', 'print the version')
    .option('--trace', 'show where in the code an error comes from (also ASYMMETRIC_TRACE=1)')
    .option(
      '--plugin <file>',
      'JavaScript file that registers losses, query models or data sets; repeatable',
      (file: string, before: string[] = []) => [...before, file],
    )
    .option(
      '--device <device>',
      'what computes: cpu, gpu, or the number of a card; default: the first card, else the CPU (also ASYMMETRIC_DEVICE)',
    )
    .hook('preSubcommand', loadPlugins)
    .hook('preAction', useDevice)
    .commandsGroup('Your own gallery:')
    .addCommand(trainCommand())
    .addCommand(extractCommand())
    .addCommand(mergeCommand())
    .addCommand(rankCommand())
    .addCommand(searchCommand())
    .addCommand(indexCommand())
    .addCommand(evaluateCommand())
    .addCommand(reportCommand())
    .addCommand(exportCommand())
    .addCommand(demoCommand())
    .addCommand(planCommand())
    .addCommand(dataCommand())
    .addCommand(doctorCommand())
    .commandsGroup('Looking things up:')
    .helpCommand(false)
    .addCommand(helpCommand())
    .addCommand(listCommand())
    .addCommand(describeCommand())
    .addCommand(schemaCommand())
    .addCommand(completionCommand())
    .commandsGroup('This study:')
    .addCommand(startCommand())
    .addCommand(courseCommand())
    .addCommand(experimentsCommand())
    .addCommand(tuneCommand())
    .addCommand(architectureCommand())
    .addCommand(figuresCommand())
    .addCommand(benchCommand())
    .addCommand(scaleCommand())
    .addCommand(gpuCheckCommand())
    .addHelpText('after', example('asym train --data emoji --out data/models/query'));
  equip(program);
  return program;
}

function packageVersion(): string {
  const text = readFileSync(packagePath('package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** What is registered counts when the options of a command are read. */
async function loadPlugins(program: Command): Promise<void> {
  for (const file of program.opts<{ plugin?: string[] }>().plugin ?? []) await loadPlugin(file);
}

/** Starts what computes on the device that was asked for, so that it is known before the work begins that it is there. */
async function useDevice(program: Command): Promise<void> {
  const { device } = program.opts<{ device?: string }>();
  if (device === undefined) return;
  process.env.ASYMMETRIC_DEVICE = device;
  const { selectBackend } = await import('../compute/backend/selectBackend.js');
  const { name, device: used } = await selectBackend();
  const card = /^\d+$/.test(device) ? `, card ${device}` : '';
  console.error(`Computing on the ${used.toUpperCase()}${card} (${name}).`);
}

/** Gives a command and those below it what all have in common. */
function equip(command: Command): void {
  command
    .configureHelp({
      showGlobalOptions: true,
      formatHelp: (shown, helper) => `${new Help().formatHelp(shown, helper)}\n${exitCodesHelp}\n`,
    })
    .showHelpAfterError('Every option is explained by --help.');
  addSuggestions(command);
  command.commands.forEach(equip);
}
