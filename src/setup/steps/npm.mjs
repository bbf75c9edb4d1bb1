import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../core/hash.mjs';
import { SetupFailure } from '../core/obstacle.mjs';
import { capture } from '../core/process.mjs';
import { findProgram } from '../core/programs.mjs';
import { readJson } from '../core/stamps.mjs';

/** The packages of package-lock.json. They are known by npm's own record, so a manual `npm ci` is recognised. */
export const npmStep = {
  name: 'npm',
  title: 'npm packages',
  key: ({ paths }) => sha256(process.platform, process.arch, JSON.stringify(lockedPackages(paths))),
  exists: ({ paths }) => installedAsLocked(paths),
  recognise: ({ paths }) => installedAsLocked(paths),
  products: ({ paths }) => [paths.nodeModules],
  async make({ paths, signal, say }) {
    say('installing what package-lock.json names');
    const [program, ...first] = npmCommand();
    await capture(
      program,
      [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=warn'],
      {
        cwd: paths.root,
        signal,
        failure: 'the npm packages could not be installed',
        cure: 'check the network and that npm reaches its registry, then run the command again',
      },
    );
    if (!installedAsLocked(paths)) {
      throw new SetupFailure(
        'npm has installed other packages than package-lock.json names',
        'delete node_modules',
      );
    }
  },
};

function npmCommand() {
  // Under `npm run` the same npm is used again.
  const path = process.env.npm_execpath;
  if (path && existsSync(path) && /npm-cli\.c?js$/.test(path)) return [process.execPath, path];
  return [findProgram('npm') ?? 'npm'];
}

function lockedPackages({ root }) {
  return readJson(join(root, 'package-lock.json'))?.packages ?? {};
}

function installedAsLocked(paths) {
  const installed = readJson(join(paths.nodeModules, '.package-lock.json'))?.packages;
  if (!installed) return false;
  return Object.entries(lockedPackages(paths)).every(([path, { version, optional, link }]) => {
    const found = installed[path];
    if (!path.startsWith('node_modules/')) return true;
    if (!found) return optional === true;
    return link === true ? found.link === true : found.version === version;
  });
}
