import { existsSync, readFileSync } from 'node:fs';
import { packagePath } from './packagePath.js';

/**
 * How packages come that a part of the library needs and the rest can do without, for the `fix` of an error: by the set-up in
 * the library's clone, else by npm at the version that is tried.
 */
export function howToInstall(...packages: string[]): string {
  if (existsSync(packagePath('setup', 'run.mjs'))) return 'run `npm run setup`';
  const { peerDependencies } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  return `run \`npm install ${packages.map((name) => `${name}@${peerDependencies[name]}`).join(' ')}\``;
}
