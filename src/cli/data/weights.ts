import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { RetrievalError } from '../../errors.js';
import { packagePath } from '../../base/files/packagePath.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { jsonOption } from '../options.js';
import { example, printJson } from '../output.js';

/** The part of the set-up that fetches weights, which tells people on the standard error output what it does. */
interface Setup {
  fetchWeights: (names: string[], folder: string) => Promise<string[] | undefined>;
}

const setupFile = pathToFileURL(packagePath('setup', 'commands', 'weights.mjs')).href;

/** `data weights`: pretrained weights by the set-up. */
export function weightsCommand(): Command {
  return new Command('weights')
    .description('fetch the pretrained weights into data/weights')
    .argument('[names...]', 'which; default all')
    .addOption(jsonOption())
    .addHelpText('after', example('asym data weights mobileNetV2'))
    .action(async (names: string[], { json }: { json: boolean }) => {
      const { fetchWeights } = (await import(setupFile)) as Setup;
      const folder = workspacePath('data', 'weights');
      const files = await fetchWeights(names, folder).catch(refuse);
      if (!files) {
        throw new RetrievalError({
          what: 'The weights could not be fetched',
          where: ['asym data weights', ...names].join(' '),
          fix: 'see the lines above; `npx asym doctor` names what is missing',
        });
      }
      if (json) printJson({ weights: files, folder });
      else console.log(`in ${folder}: ${files.join(', ')}`);
    });
}

/** The set-up's errors carry a message and a cure. */
function refuse(cause: Error & { cure?: string }): never {
  throw new RetrievalError({ kind: 'usage', what: cause.message, fix: cause.cure, cause });
}
