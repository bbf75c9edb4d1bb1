import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile } from '../../src/base/config/readConfigFile.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import type { RunConfigInput } from '../../src/experiments/runConfig.js';
import { packagePath } from '../../src/base/files/packagePath.js';

const configs = packagePath('recipes');
/** Files of the published settings. */
export const names = readdirSync(configs).filter((name) => name.endsWith('.yaml'));

/** One of them with all its defaults. */
export async function published(name: string) {
  return parseRunConfig((await readConfigFile(join(configs, name))) as unknown as RunConfigInput);
}
