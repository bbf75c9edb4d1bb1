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
  recognise: ({ paths }) => installedAsLocked(paths) && !differsFromRecord(paths),
  damage: ({ paths }) => differsFromRecord(paths),
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

/** What npm says it has installed; undefined before it has. */
function recordedPackages({ nodeModules }) {
  return readJson(join(nodeModules, '.package-lock.json'))?.packages;
}

function installedAsLocked(paths) {
  const installed = recordedPackages(paths);
  if (!installed) return false;
  return Object.entries(lockedPackages(paths)).every(([path, { version, integrity, optional, link }]) => {
    const found = installed[path];
    if (!path.startsWith('node_modules/')) return true;
    if (!found) return optional === true;
    return link === true ? found.link === true : found.version === version && found.integrity === integrity;
  });
}

/** The first package that is not what npm says it has installed, in words: another name or version, or none at all. */
function differsFromRecord(paths) {
  for (const [path, recorded] of Object.entries(recordedPackages(paths) ?? {})) {
    if (!path.startsWith('node_modules/')) continue;
    const found = readJson(join(paths.root, path, 'package.json'));
    if (!found) return `${path} lacks its package.json, or it is damaged`;
    const name = recorded.name ?? path.split('node_modules/').at(-1);
    if (recorded.link || (found.name === name && found.version === recorded.version)) continue;
    return `${path} is ${found.name} ${found.version}, not ${name} ${recorded.version}`;
  }
}
