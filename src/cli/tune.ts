import { Command } from 'commander';
import { trainedRuns } from '../study/runs/trainedRuns.js';
import { profileFolder } from '../study/plan/workspace.js';
import { tuningLog, tuningRuns } from '../study/plan/tuning.js';
import { interruption } from './interruption.js';
import { example } from './output.js';

/** `tune`: searches the hyperparameters of every method on the validation split. */
export function tuneCommand(): Command {
  return new Command('tune')
    .description(
      'try the same number of settings for every method on the validation classes and print how each did',
    )
    .addHelpText('after', example('asym tune'))
    .action(async () => {
      const log = tuningLog(
        await trainedRuns(tuningRuns(), { signal: interruption(), folder: profileFolder('full') }),
      );
      for (const { method, distortion, validationMap, chosen, loss } of log) {
        console.log(
          `${chosen ? '*' : ' '} ${validationMap.toFixed(2).padStart(6)}  ${method}  t^${distortion}  ${JSON.stringify(loss)}`,
        );
      }
    });
}
