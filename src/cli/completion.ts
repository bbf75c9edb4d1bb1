import { Argument, Command } from 'commander';
import { shells } from './completion/shells.js';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

/** `completion`: a script that makes a shell complete the commands. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script that makes your shell complete commands, options and their values')
    .addArgument(new Argument('<shell>', 'yours').choices(shells))
    .addHelpText(
      'after',
      `
Where it belongs:
  bash  asym completion bash >> ~/.bashrc
  zsh   asym completion zsh > a file _asym in a folder of $fpath
  fish  asym completion fish > ~/.config/fish/completions/asym.fish`,
    )
    .addHelpText('after', example('asym completion bash'))
    .action(whenRun(() => import('./completion/run.js')));
}
