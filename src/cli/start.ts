import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { profileNames, type ProfileName } from '../study/plan/profileNames.js';
import { example } from './output.js';
import { startFull } from './start/full.js';
import { startQuick } from './start/quick.js';

/** `start`: the main job, up to a page of results or, in full, everything that is committed. */
export function startCommand(): Command {
  return new Command('start')
    .description(
      'train three query models and watch the curve grow, compare them with the committed results, execute every notebook, draw every figure; ends with a page. Goes on where it was stopped. With --profile full: trains what is missing of everything, in hours',
    )
    .addOption(new Option('--profile <name>', 'how much to run').choices(profileNames).default('quick'))
    .addHelpText('after', `\n${variables}\n${example('asym start', 'asym start --profile full')}`)
    .action(({ profile }: { profile: ProfileName }) => start(profile));
}

const variables = `Variables:
  ASYMMETRIC_RETRAIN=1      train every run again in place of taking it from the committed results
  ASYMMETRIC_DATASET=NAME   another data set than the main one`;

async function start(profile: ProfileName): Promise<void> {
  const started = performance.now();
  process.env.ASYMMETRIC_PROFILE = profile;
  const backend = await selectBackend();
  console.log(
    `Backend: ${backend.name} on ${backend.device} (TensorFlow ${backend.tensorflowVersion ?? 'not used'}; ${backend.reason})`,
  );
  const folder = workspacePath('notebooks');
  const notebooks = readdirSync(folder)
    .filter((file) => file.endsWith('.ipynb'))
    .sort()
    .map((file) => join(folder, file));
  await (profile === 'full' ? startFull(notebooks) : startQuick(profile, notebooks));
  console.log(
    `Backend: ${backend.name} on ${backend.device}. Time: ${minutes(performance.now() - started)}.`,
  );
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
