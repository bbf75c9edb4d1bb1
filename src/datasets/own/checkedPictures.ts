import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProblemList } from '../../base/problems/problem.js';
import { readGroceryLists } from '../grocery/groceryLists.js';
import { isAddressed } from '../sources/addressedPhotos.js';
import type { ImageRecord } from '../types.js';
import { addressedPictures } from './addressedDataset.js';
import { checkParts } from './csvDataset.js';
import { isPictureList, readCsvRecords } from './csvRecords.js';
import { folderPictures } from './folderPictures.js';

/** What a data set of one's own may be. */
export type CheckedKind = 'folder' | 'csv' | 'grocery' | 'addressed';

/** A picture with the place to name in a message. */
export interface CheckedPicture extends ImageRecord {
  path: string;
  where: string;
}

/** How the pictures at a place are found. */
export function kindOf(place: string): CheckedKind {
  if (isAddressed(place)) return 'addressed';
  if (existsSync(join(place, 'dataset', 'classes.csv'))) return 'grocery';
  return statSync(place, { throwIfNoEntry: false })?.isFile() || isPictureList(place) ? 'csv' : 'folder';
}

/** The pictures at a place; what is wrong with the list of them is added to the problems. */
export async function readPictures(
  kind: CheckedKind,
  place: string,
  problems: ProblemList,
): Promise<CheckedPicture[]> {
  if (kind === 'folder' || kind === 'addressed') {
    const find = kind === 'folder' ? folderPictures : addressedPictures;
    return (await find(place, problems)).map((picture) => ({
      ...picture,
      origin: '',
      where: picture.path,
    }));
  }
  if (kind === 'csv') {
    const rows = readCsvRecords(place, problems);
    checkParts(place, rows, problems);
    return rows;
  }
  try {
    return readGroceryLists(place).records.map((record) => ({
      ...record,
      path: record.path!,
      where: record.path!,
    }));
  } catch (error) {
    problems.caught(error, place);
    return [];
  }
}
