import { resolve } from 'node:path';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { forEachConcurrently } from '../../base/forEachConcurrently.js';
import { LostObject } from '../../base/objects/types.js';
import { ProblemList, type DatasetProblem } from '../../base/problems/problem.js';
import { areFetched, readersOf } from '../../images/brokenPictures.js';
import { checkBox, decodePicture, pictureDimensions } from '../../images/decodePicture.js';
import { pictureBytes } from '../../images/pictureFormat.js';
import { pictureSource } from '../../images/pictureInput.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { isAddressed } from '../sources/addressedPhotos.js';
import { wholeAddress } from './addressedDataset.js';
import { kindOf, readPictures, type CheckedKind, type CheckedPicture } from './checkedPictures.js';

/** What the check of a data set found. */
export interface DatasetReport {
  path: string;
  kind: CheckedKind;
  pictures: number;
  labels: number;
  problems: DatasetProblem[];
}

/**
 * Looks for everything that is wrong with one's own data set and lists it all: rows, paths, boxes, damaged pictures,
 * the same picture twice, labels that can't be searched. Decodes every picture.
 *
 * @param path a CSV file or list of paths, a folder of pictures, a folder in the layout of the Grocery Store photos, or pictures
 *   that are no files, as `openDataset` takes them.
 * @example
 * const { kind, pictures, problems } = await checkDataset('photos');
 * console.log(kind, pictures, problems.length); // folder 24 0
 */
export async function checkDataset(path: string, onProgress?: PictureProgress): Promise<DatasetReport> {
  const place = isAddressed(path) ? wholeAddress(path) : resolve(path);
  const problems = new ProblemList();
  const kind = kindOf(place);
  const pictures = await readPictures(kind, place, problems);
  await checkPictures(pictures, problems, onProgress);
  checkLabels(kind, place, pictures, problems);
  const labels = new Set(pictures.map(({ label }) => label).filter(Boolean)).size;
  return { path: place, kind, pictures: pictures.length, labels, problems: problems.problems };
}

/** Decodes every picture and compares their contents. */
async function checkPictures(
  pictures: CheckedPicture[],
  problems: ProblemList,
  onProgress?: PictureProgress,
): Promise<void> {
  const hashes = new Array<string | undefined>(pictures.length);
  let done = 0;
  const check = async (row: number): Promise<void> => {
    const { path, where, box } = pictures[row]!;
    try {
      const bytes = await pictureBytes(await pictureSource(pictures[row]!));
      if (box) checkBox(box, await pictureDimensions(bytes, path), path);
      await decodePicture(bytes, { size: 8, name: path });
      hashes[row] = `${sha256OfBytes(bytes)} ${box?.join(',') ?? ''}`;
    } catch (error) {
      if (error instanceof LostObject) throw error;
      problems.caught(error, where);
    }
    onProgress?.({ done: ++done, total: pictures.length, what: 'pictures checked' });
  };
  await forEachConcurrently(pictures.length, check, readersOf(areFetched(pictures)));
  const firsts = new Map<string, CheckedPicture>();
  pictures.forEach((picture, row) => {
    const hash = hashes[row];
    if (!hash) return;
    const first = firsts.get(hash);
    if (first) addDuplicate(first, picture, problems);
    else firsts.set(hash, picture);
  });
}

function addDuplicate(first: CheckedPicture, second: CheckedPicture, problems: ProblemList): void {
  const problem = {
    what:
      first.label === second.label ? 'The same picture under two ids' : 'The same picture under two labels',
    where: second.where,
    expected: 'every picture once',
    found: `the content of ${named(first)} again as ${named(second)}`,
    fix: 'remove one of them',
  };
  if (first.label === second.label) problems.warn(problem);
  else problems.error(problem);
}

function checkLabels(
  kind: CheckedKind,
  place: string,
  pictures: CheckedPicture[],
  problems: ProblemList,
): void {
  const byLabel = new Map<string, CheckedPicture[]>();
  for (const picture of pictures) {
    if (picture.label === '') continue;
    const members = byLabel.get(picture.label);
    if (members) members.push(picture);
    else byLabel.set(picture.label, [picture]);
  }
  const unlabelled = pictures.filter(({ label }) => label === '').length;
  if (unlabelled > 0) {
    problems.warn({
      what: unlabelled === pictures.length ? 'The pictures have no labels' : 'Some pictures have no label',
      where: place,
      expected: 'a label for each picture, where mAP is wanted',
      found: `${unlabelled} of ${pictures.length} without one`,
      fix: 'none is needed to train; give them labels to know how many results are right',
    });
  }
  if (pictures.length < 3) {
    problems.error({
      what: 'There are too few pictures',
      where: place,
      expected: 'at least three',
      found: String(pictures.length),
      fix: 'add pictures',
    });
  }
  for (const [label, members] of byLabel) {
    if (members.length === 1) {
      problems.warn({
        what: 'A label has one picture only',
        where: members[0]!.where,
        expected: 'at least two pictures of each label',
        found: label,
        fix: 'add pictures, or accept that it can not be found',
      });
    }
    if (kind === 'csv') checkQueries(label, members, problems);
  }
}

/** Warns about queries that have nothing to find. */
function checkQueries(label: string, members: CheckedPicture[], problems: ProblemList): void {
  for (const query of members) {
    if (query.role !== 'query' && query.role !== 'both') continue;
    const isTarget = (other: CheckedPicture) =>
      other !== query && other.split === query.split && (other.role === 'gallery' || other.role === 'both');
    if (members.some(isTarget)) continue;
    problems.warn({
      what: 'The label of a query is not in the gallery',
      where: query.where,
      expected: `another picture of "${label}" with role gallery or both in split "${query.split}"`,
      found: 'none',
      fix: 'add one; without it the query is left out of the mean',
    });
  }
}

const named = ({ id, label }: { id: string; label: string }): string =>
  label === '' ? id : `${id} (${label})`;
