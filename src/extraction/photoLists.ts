import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { folderFiles } from '../base/files/folderFiles.js';
import { isAddress } from '../base/objects/types.js';
import { readBox, resolvePath } from '../datasets/own/csvRecords.js';
import { isPictureName } from '../datasets/own/pictureNames.js';
import { atAddress } from '../datasets/sources/addressedPhotos.js';
import { ProblemList } from '../base/problems/problem.js';
import { readTable } from '../base/problems/readTable.js';
import { RetrievalError } from '../errors.js';
import { safeJoin } from '../base/files/safeJoin.js';
import type { PhotoRecord } from './photoChunks.js';

/** The pictures of a folder. */
export interface PhotoFolder {
  photos: PhotoRecord[];
  /** Other files, relative to the folder. */
  passedOver: string[];
}

/**
 * All pictures of a folder and of the folders in it, in the order of their names; a picture's id is its path in the
 * folder. Labels are not needed. Hidden files do not count; what a file really is, decoding finds out.
 * @throws RetrievalError when the folder is not there, for links that lead out of it, and for
 *   links and folders that can't be followed, all at once.
 * @example
 * const { photos } = folderPhotos('photos');
 * console.log(photos.length, photos[0]!.id); // 24 label0/p0.jpg
 */
export function folderPhotos(folder: string): PhotoFolder {
  const root = resolve(folder);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new RetrievalError({
      what: 'The folder of pictures is not there',
      where: root,
      expected: 'a folder, a CSV table, or the name of a benchmark',
      found: 'no folder of this name',
      fix: 'correct the path',
      kind: 'data',
    });
  }
  const { files, unreachable } = folderFiles(root);
  const problems = new ProblemList();
  for (const { path, ...problem } of unreachable) {
    problems.error({ ...problem, where: path, expected: 'files, and folders of them' });
  }
  problems.throwErrors(root);
  return {
    photos: files.filter(isPictureName).map((id) => ({ id, path: safeJoin(root, id) })),
    passedOver: files.filter((name) => !isPictureName(name)),
  };
}

/**
 * The pictures of a CSV table with the column `path` (relative to the table, or an `https://` or `s3://` address) and, if wanted, `id` and
 * `x1,y1,x2,y2`; other columns play no part. Without `id` a picture is called by its path, with its box as
 * `path#x1,y1,x2,y2`, as in data sets from tables.
 * @throws RetrievalError that lists every row that can't be used.
 */
export function tablePhotos(file: string): PhotoRecord[] {
  const table = resolve(file);
  const problems = new ProblemList();
  const photos = readTable(table, ['path'], problems).flatMap((row): PhotoRecord[] => {
    const name = row.cell('path');
    const box = readBox(row, problems);
    const address = isAddress(name) ? atAddress(name) : undefined;
    const path = address ? name : resolvePath(row, dirname(table), name, problems);
    if (path === undefined) return [];
    const id = row.cell('id') || (box ? `${name}#${box.join(',')}` : name);
    return [{ id, path, ...address, ...(box && { box }) }];
  });
  problems.throwErrors(table);
  return photos;
}
