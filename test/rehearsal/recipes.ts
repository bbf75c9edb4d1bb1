import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile } from '../../src/base/config/readConfigFile.js';
import { completeRunConfig } from '../../src/experiments/runExperiment.js';
import type { RunConfigInput } from '../../src/experiments/runConfig.js';
import { repositoryRoot } from '../../src/base/files/repositoryRoot.js';

const configs = join(repositoryRoot(), 'src', 'recipes');
/** Files of the published settings. */
export const names = readdirSync(configs).filter((name) => name.endsWith('.yaml'));

/** One of them with all its defaults. */
export async function published(name: string) {
  return completeRunConfig((await readConfigFile(join(configs, name))) as unknown as RunConfigInput);
}
