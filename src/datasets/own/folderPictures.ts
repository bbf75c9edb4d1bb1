import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ProblemList } from '../../base/problems/problem.js';
import { safeJoin } from '../../base/files/safeJoin.js';

/** Endings of the files that count as pictures; what a file really is, its first bytes decide. */
export const pictureEndings = new Set(['.jpg', '.jpeg', '.png', '.webp']);

/** A picture in a folder per label. */
export interface FolderPicture {
  label: string;
  /** `label/file`, also from deeper folders. */
  id: string;
  path: string;
}

/**
 * The pictures of a folder that holds one folder per label, in alphabetical order. Hidden files are passed over; files
 * of other kinds are added to the problems.
 */
export function folderPictures(folder: string, problems: ProblemList): FolderPicture[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    problems.error({
      what: 'The folder is not there',
      where: folder,
      expected: 'a folder with one folder per label',
      found: 'no folder of this name',
      fix: 'correct the path',
    });
    return [];
  }
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  return names.sort().flatMap((id) => {
    if (id.split('/').some((part) => part.startsWith('.'))) return [];
    return folderPicture(folder, id, problems);
  });
}

function folderPicture(folder: string, id: string, problems: ProblemList): FolderPicture[] {
  const stats = statSync(join(folder, id), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return [];
  const [label, ...rest] = id.split('/');
  if (rest.length === 0 || !pictureEndings.has(extname(id).toLowerCase())) {
    problems.warn({
      what:
        rest.length === 0
          ? 'A file outside the labels is passed over'
          : 'A file that is no picture is passed over',
      where: join(folder, id),
      expected: `label/name${[...pictureEndings].join('|')}`,
      found: id,
      fix: 'move it into the folder of its label, convert it, or remove it',
    });
    return [];
  }
  try {
    return [{ label: label!, id, path: safeJoin(folder, id) }];
  } catch (error) {
    problems.caught(error, join(folder, id));
    return [];
  }
}
