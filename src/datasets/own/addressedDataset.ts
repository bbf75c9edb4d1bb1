import { join, resolve } from 'node:path';
import { isAddress } from '../../base/objects/types.js';
import { ProblemList } from '../../base/problems/problem.js';
import { idProblem } from '../../vectors/checks/idProblem.js';
import { addressedPhotos } from '../sources/addressedPhotos.js';
import type { AddressedPicture } from '../sources/types.js';
import type { Dataset } from '../types.js';
import { passedOver } from './pictureNames.js';
import { labelledDataset, type LabelledDatasetOptions } from './labelledDataset.js';

export interface AddressedDatasetOptions extends LabelledDatasetOptions {
  /**
   * A prefix of a store (`s3://bucket/photos/`), a tar or a Parquet table; tars and tables may lie in a store or behind an
   * `https://` address, `{000..007}` and `*` stand for several.
   */
  place: string;
}

/**
 * Your own pictures where they are no files: the data set of {@link folderDataset}, in the order in which they lie there. A label
 * is the first folder of the picture's name, or what stands beside it: a file `.cls` or `.json` in a tar, a column of a table.
 *
 * Pictures are read where they lie, once for each size; a training that reads them again and again keeps copies.
 *
 * @throws RetrievalError when there is nothing, or fewer than three pictures; LostObject where nobody answers.
 */
export async function addressedDataset({ place, ...options }: AddressedDatasetOptions): Promise<Dataset> {
  const problems = new ProblemList();
  const pictures = await addressedPictures(place, problems);
  problems.throwErrors(place);
  return labelledDataset(wholeAddress(place), pictures, options);
}

/** An address, or the absolute path of one that is none. */
export function wholeAddress(place: string): string {
  return isAddress(place) ? place : resolve(place);
}

/** The pictures at a place; what else lies there, and names that can be no ids, are added to the problems. */
export async function addressedPictures(place: string, problems: ProblemList): Promise<AddressedPicture[]> {
  const found = await addressedPhotos(wholeAddress(place), { labels: true });
  for (const name of found.passedOver) problems.warn(passedOver(name, join(place, name)));
  return found.photos.filter(({ id, path }) => {
    const odd = idProblem(id);
    if (odd === undefined) return true;
    problems.error({
      what: 'The name of a picture can not be its id',
      where: JSON.stringify(path),
      expected: 'a name on one line',
      found: `${JSON.stringify(id)}: ${odd}`,
      fix: 'name it otherwise',
    });
    return false;
  });
}
