import { statSync } from 'node:fs';
import { join } from 'node:path';
import { folderFiles } from '../../base/files/folderFiles.js';
import type { ProblemList } from '../../base/problems/problem.js';
import { idProblem } from '../../vectors/checks/idProblem.js';
import { safeJoin } from '../../base/files/safeJoin.js';
import { isPictureName, passedOver } from './pictureNames.js';

/** A picture of a folder. */
export interface FolderPicture {
  /** The first folder on its path; empty for a picture that lies in none. */
  label: string;
  /** Path from the folder, with `/`. */
  id: string;
  path: string;
}

/** The label that the name of a picture says: the first folder in it, if there is one. */
export function folderLabel(id: string): string {
  return id.includes('/') ? id.slice(0, id.indexOf('/')) : '';
}

/**
 * The pictures of a folder, also from folders in it, in alphabetical order. Hidden files are passed over; files of other
 * kinds are added to the problems.
 */
export function folderPictures(folder: string, problems: ProblemList): FolderPicture[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    problems.error({
      what: 'The folder is not there',
      where: folder,
      expected: 'a folder of pictures',
      found: 'no folder of this name',
      fix: 'correct the path',
    });
    return [];
  }
  const { files, unreachable } = folderFiles(folder);
  for (const { path, ...problem } of unreachable) {
    problems.error({ ...problem, where: path, expected: 'files, and folders of them' });
  }
  return files.flatMap((id) => folderPicture(folder, id, problems));
}

function folderPicture(folder: string, id: string, problems: ProblemList): FolderPicture[] {
  if (!isPictureName(id)) {
    problems.warn(passedOver(id, join(folder, id)));
    return [];
  }
  const odd = idProblem(id);
  if (odd !== undefined) {
    problems.error({
      what: 'The name of a picture can not be its id',
      where: JSON.stringify(join(folder, id)),
      expected: 'a name on one line',
      found: `${JSON.stringify(id)}: ${odd}`,
      fix: 'rename the file or its folder',
    });
    return [];
  }
  try {
    return [{ label: folderLabel(id), id, path: safeJoin(folder, id) }];
  } catch (error) {
    problems.caught(error, join(folder, id));
    return [];
  }
}
