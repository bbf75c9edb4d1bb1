import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachConcurrently } from '../../base/forEachConcurrently.js';
import { readCheckedJson, writeCheckedJson } from '../../base/files/checkedJson.js';
import { makeFolder } from '../../base/files/makeFolder.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { Progress } from '../../base/progress.js';
import { brokenPictures, type BrokenPicture, type PictureFile } from '../../images/brokenPictures.js';
import { pixelLimit } from '../../images/pixelLimit.js';

/** Files that are asked for their state at the same time. */
const fileWorkers = 16;

/** Where the verdict on the pictures of a data set is kept, so that they are decoded once for it. */
export interface VerdictPlace {
  /** First part of the names of the data set's caches. */
  cacheName: string;
  cacheFolder?: string;
  onProgress?: Progress;
}

/** What was found, and of which state of the files. */
interface Verdict {
  content: string;
  broken: BrokenPicture[];
}

/** The pictures of a data set that cannot be decoded; looked at again when a file or the limit of its size changes. */
export async function ownBrokenPictures(
  pictures: readonly PictureFile[],
  { cacheName, cacheFolder, onProgress }: VerdictPlace,
): Promise<BrokenPicture[]> {
  const folder = cacheFolder ?? workspacePath('data', 'cache', cacheName);
  const file = join(folder, `${cacheName}-broken.json`);
  const content = await contentOf(pictures);
  const known = readCheckedJson(file, cacheName, 'the pictures are looked at again') as Verdict | undefined;
  if (known?.content === content) return known.broken;
  const broken = await brokenPictures(pictures, { onProgress });
  await makeFolder(folder);
  await writeCheckedJson(file, { content, broken } satisfies Verdict, cacheName);
  return broken;
}

/** The pictures without the broken ones, where these are to be left out. */
export async function wholePictures<T extends PictureFile>(
  pictures: readonly T[],
  place: VerdictPlace & { skipBroken?: boolean },
): Promise<{ kept: T[]; leftOut: BrokenPicture[] }> {
  const leftOut = place.skipBroken ? await ownBrokenPictures(pictures, place) : [];
  const broken = new Set(leftOut.map(({ id }) => id));
  return { kept: pictures.filter(({ id }) => !broken.has(id)), leftOut };
}

/** A hash of the files' sizes and times, or of what their keeper says. */
async function contentOf(pictures: readonly PictureFile[]): Promise<string> {
  const states = new Array<unknown>(pictures.length);
  await forEachConcurrently(
    pictures.length,
    async (n) => {
      const { id, path, box, stamp } = pictures[n]!;
      const found = stamp === undefined ? await stat(path).catch(() => undefined) : undefined;
      states[n] = [id, path, box ?? null, ...(stamp === undefined ? [found?.size, found?.mtimeMs] : [stamp])];
    },
    fileWorkers,
  );
  return sha256OfBytes(JSON.stringify([pixelLimit(), states]));
}
