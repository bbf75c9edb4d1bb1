import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { packagePath } from '../../base/files/packagePath.js';
import { printJson } from '../output.js';
import { exitCodes } from '../exitCodes.js';
import { describePackage } from './describePackage.js';
import { examinePackage } from './examinePackage.js';

const setup = packagePath('setup', 'run.mjs');

/** The set-up's report where there is a set-up, else the package's own. */
export async function run({ json }: { json: boolean }): Promise<void> {
  process.exitCode = existsSync(setup) ? await setupDoctor(json) : await packageDoctor(json);
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
