import { Command } from 'commander';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

/** `course`: writes the learner's notebooks from the solved ones. */
export function courseCommand(): Command {
  return new Command('course')
    .description(
      'write the notebooks of the course anew, with tasks in place of the solutions in notebooks/solutions; a notebook with answers in it is put aside first, in data/course',
    )
    .argument('[names...]', 'only these notebooks, by the beginnings of their names')
    .option('--check', 'write nothing; fail where a notebook is not what its source gives')
    .option('--execute', 'execute the written notebooks too, in place')
    .addHelpText('after', example('asym course', 'asym course 02 --execute', 'asym course --check'))
    .action(whenRun(() => import('./course/run.js')));
}
