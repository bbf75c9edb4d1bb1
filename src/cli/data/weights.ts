import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { RetrievalError } from '../../errors.js';
import { repositoryRoot } from '../../base/files/repositoryRoot.js';
import { jsonOption } from '../options.js';
import { example, printJson } from '../output.js';

/** `data weights`: pretrained weights by the set-up. */
export function weightsCommand(): Command {
  return new Command('weights')
    .description('fetch the pretrained weights into data/weights')
    .argument('[names...]', 'which; default all')
    .addOption(jsonOption())
    .addHelpText('after', example('asym data weights mobileNetV2'))
    .action(async (names: string[], { json }: { json: boolean }) => {
      const script = join(repositoryRoot(), 'src', 'setup', 'run.mjs');
      // The set-up speaks to people: what it says must not stand in a document.
      const stdio = ['inherit', json ? process.stderr : 'inherit', 'inherit'] as const;
      const child = spawn(process.execPath, [script, 'weights', ...names], { stdio: [...stdio] });
      const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
      if (code === 0) {
        if (json) printJson({ weights: names.length > 0 ? names : 'all', folder: join(repositoryRoot(), 'data', 'weights') });
        return;
      }
      throw new RetrievalError({
        what: 'The weights could not be fetched',
        where: ['asym data weights', ...names].join(' '),
        found: `exit code ${String(code)}`,
        fix: 'see the lines above; `asym doctor` names what is missing',
      });
    });
}
