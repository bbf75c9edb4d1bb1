import { existsSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { safeJoin } from '../../../base/files/safeJoin.js';
import { copyWhole } from './localCopy.js';
import { workFolder, writeMark } from './marks.js';
import type { PlannedFile } from './plan.js';
import { unpack, type UnpackOptions } from './unpack.js';
import { walkFiles } from './walk.js';

/**
 * Puts a verified file in its place, or what its archive holds, and marks it as done. Archives are unpacked beside the
 * benchmark first; their files then move one by one, so that each appears whole and a killed run can be repeated.
 *
 * @param path the file: fetched by us, which is removed afterwards, or the user's, which is left.
 * @returns files that it became.
 */
export async function placeFile(
  path: string,
  file: PlannedFile,
  folder: string,
  { verified, ...options }: UnpackOptions & { verified?: string },
): Promise<number> {
  const { size } = statSync(path);
  const target = file.target === '' ? folder : safeJoin(folder, file.target);
  let files = 1;
  if (file.archive) {
    const staging = join(folder, workFolder, 'unpacked');
    await rm(staging, { recursive: true, force: true });
    ({ files } = await unpack(path, staging, file.archive, options));
    await moveFiles(staging, target);
    await rm(staging, { recursive: true, force: true });
  } else if (file.local) {
    await copyWhole(path, target, folder);
  } else {
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target);
  }
  await writeMark(folder, file.key, {
    from: file.local ?? file.url ?? file.name,
    bytes: size,
    files,
    verified,
  });
  if (!file.local && existsSync(path)) await rm(path);
  return files;
}

async function moveFiles(from: string, to: string): Promise<void> {
  let made = '';
  for await (const { path } of walkFiles(from)) {
    const place = safeJoin(to, path);
    if (dirname(place) !== made) await mkdir((made = dirname(place)), { recursive: true });
    await rename(join(from, path), place);
  }
}
