import { Command } from 'commander';
import { example } from './output.js';

/** `help`: the same as `--help` of a command. */
export function helpCommand(): Command {
  return new Command('help')
    .description('what a command does, and its options')
    .argument('[command...]', 'its name, such as data get')
    .addHelpText('after', example('asym help train', 'asym help data get'))
    .action((names: string[], _options: object, command: Command) => showHelp(names, command.parent!));
}

function showHelp(names: readonly string[], program: Command): void {
  let shown = program;
  for (const name of names) {
    const inner = shown.commands.find((each) => each.name() === name);
    // Its own parser answers a wrong name as it does where the command is called.
    if (!inner) return void shown.parse([name], { from: 'user' });
    shown = inner;
  }
  shown.outputHelp();
}
