import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { packagePath } from '../base/files/packagePath.js';
import { describePackage } from './doctor/describePackage.js';
import { examinePackage } from './doctor/examinePackage.js';
import { exitCodes } from './exitCodes.js';
import { jsonOption } from './options.js';
import { example, printJson } from './output.js';

const setup = packagePath('setup', 'run.mjs');

/** `doctor`: what is installed and what computes; works before the library is compiled, too. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'what is installed, which backend and why, each problem with its cure; exit code 1 when broken',
    )
    .addOption(jsonOption())
    .addHelpText('after', example('asym doctor --json'))
    .action(async ({ json }: { json: boolean }) => {
      process.exitCode = existsSync(setup) ? await setupDoctor(json) : await packageDoctor(json);
    });
}

/** The set-up's own doctor, which knows the clone's tools as well. @returns its exit code. */
function setupDoctor(json: boolean): Promise<number> {
  const words = [setup, 'doctor', ...(json ? ['--json'] : [])];
  const child = spawn(process.execPath, words, { stdio: 'inherit' });
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1)),
  );
}

async function packageDoctor(json: boolean): Promise<number> {
  const report = await examinePackage();
  if (json) printJson(report);
  else console.log(describePackage(report));
  return report.ok ? exitCodes.done : exitCodes.failed;
}
