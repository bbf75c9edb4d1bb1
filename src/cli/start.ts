import { Command, Option } from 'commander';
import { profileNames } from '../study/plan/profileNames.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `start`: the main job, up to a page of results or, in full, everything that is committed. */
export function startCommand(): Command {
  return new Command('start')
    .description(
      'train three query models and watch the curve grow, compare them with the committed results, execute every notebook, draw every figure; ends with a page. Goes on where it was stopped. With --profile full: trains what is missing of everything, in hours',
    )
    .addOption(new Option('--profile <name>', 'how much to run').choices(profileNames).default('quick'))
    .addHelpText('after', `\n${variables}\n${example('asym start', 'asym start --profile full')}`)
    .action(whenRun(() => import('./start/run.js')));
}

const variables = `Variables:
  ASYMMETRIC_RETRAIN=1      train every run again in place of taking it from the committed results
  ASYMMETRIC_DATASET=NAME   another data set than the main one`;
