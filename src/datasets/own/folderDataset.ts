import { resolve } from 'node:path';
import { folderPictures } from './folderPictures.js';
import { ProblemList } from '../../base/problems/problem.js';
import type { Dataset } from '../types.js';
import { labelledDataset, type LabelledDatasetOptions } from './labelledDataset.js';

export interface FolderDatasetOptions extends LabelledDatasetOptions {
  /** A folder of pictures; a picture in a folder of it has that folder's name as its label. */
  folder: string;
}

/**
 * Your own pictures. The split `heldOut` trains on all but a few of them, labels or not. With two labels or more, each a
 * folder, there are `unseen` and `validation` too: the labels are divided at random into training and test; among a test
 * label's pictures every other one is a query, the rest is the gallery.
 *
 * @throws RetrievalError when the folder can't be used or holds fewer than three pictures.
 */
export async function folderDataset(options: FolderDatasetOptions): Promise<Dataset> {
  const folder = resolve(options.folder);
  const problems = new ProblemList();
  const found = await Promise.resolve().then(() => folderPictures(folder, problems));
  problems.throwErrors(folder);
  return labelledDataset(folder, found, options);
}
