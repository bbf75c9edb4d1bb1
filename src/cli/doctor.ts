import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { repositoryRoot } from '../base/files/repositoryRoot.js';
import { jsonOption } from './options.js';
import { example } from './output.js';

/** `doctor`: what is installed and what computes; works before the library is compiled, too. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'what is installed, which backend and why, each problem with its cure; exit code 1 when broken',
    )
    .addOption(jsonOption())
    .addHelpText('after', example('asym doctor --json'))
    .action(async ({ json }: { json: boolean }) => {
      process.exitCode = await runSetup('doctor', ...(json ? ['--json'] : []));
    });
}

/** Runs a command of the set-up. @returns its exit code. */
export function runSetup(...words: string[]): Promise<number> {
  const script = join(repositoryRoot(), 'src', 'setup', 'run.mjs');
  const child = spawn(process.execPath, [script, ...words], { stdio: 'inherit' });
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1)),
  );
}
