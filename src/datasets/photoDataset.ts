import { stat } from 'node:fs/promises';
import { sha256OfBytes } from '../base/files/sha256.js';
import { allBroken, areFetched, type PictureFile } from '../images/brokenPictures.js';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import { pictureInput } from '../images/pictureInput.js';
import { picturePool } from '../images/picturePool.js';
import { sharpVersion } from '../images/sharp.js';
import type { PictureProgress } from '../images/pixelCache.js';
import { createDataset, type DatasetParts } from './createDataset.js';
import { pixelReader } from './pixelReader.js';
import { ProblemList } from '../base/problems/problem.js';
import type { Dataset } from './types.js';

/** Raised whenever decoding could give other pixels. */
export const decodingVersion = 1;
const fileWorkers = 16;

export interface PhotoDatasetParts extends Omit<DatasetParts, 'pictureKind' | 'pixels'> {
  /** First part of the cache's file names. */
  cacheName: string;
  cacheFolder?: string;
  onProgress?: PictureProgress;
  /** Whether a file's time counts as its version beside its size; off for sets whose files never change. */
  watchTimes: boolean;
  /** What to do about missing files. */
  fix: string;
}

/**
 * A data set of picture files, and of pictures that lie elsewhere. Looks at every file once, so that missing ones are named
 * together.
 * @throws RetrievalError that lists all missing files.
 */
export async function photoDataset(parts: PhotoDatasetParts): Promise<Dataset> {
  const { records, cacheName, cacheFolder, onProgress } = parts;
  const files = records as PictureFile[];
  const versions = await fileVersions(parts);
  const contentVersions = [...parts.contentVersions, ...versions, `decoding ${decodingVersion}`];
  const description = {
    content: sha256OfBytes(
      JSON.stringify([contentVersions, records.map(({ path, box }) => [path, box ?? null])]),
    ),
    decoder: sharpVersion(),
  };
  const pool = picturePool(records.length);
  const pixels = pixelReader({
    count: records.length,
    folder: cacheFolder,
    name: cacheName,
    description,
    framings: ['whole'],
    render: async (row, { size }) =>
      pool.run('square', { source: await pictureInput(files[row]!), size, box: files[row]!.box }),
    isFetched: areFetched(files),
    onProgress,
  });
  return createDataset({
    ...parts,
    pictureKind: 'photo',
    contentVersions,
    pixels: (rows, request) =>
      pixels(rows, request).catch(async (error: unknown) => {
        throw await allBroken(error, files, parts.name);
      }),
  });
}

/** Size, and time where it counts, of every record's file; of what lies elsewhere what its keeper says. */
async function fileVersions({ name, records, watchTimes, fix }: PhotoDatasetParts): Promise<string[]> {
  const problems = new ProblemList();
  const versions = new Array<string>(records.length);
  await forEachConcurrently(
    records.length,
    async (row) => {
      const { path, id, stamp } = records[row]!;
      if (stamp !== undefined) return void (versions[row] = stamp);
      try {
        const { size, mtimeMs } = await stat(path!);
        versions[row] = watchTimes ? `${size} ${mtimeMs}` : `${size}`;
      } catch (error) {
        const found = (error as NodeJS.ErrnoException).code ?? String(error);
        problems.error({ what: 'The picture is missing', where: id, expected: path!, found, fix });
      }
    },
    fileWorkers,
  );
  problems.throwErrors(name);
  return versions;
}
