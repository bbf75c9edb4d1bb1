import type { ProblemList } from '../base/problems/problem.js';
import type { Progress } from '../base/progress.js';
import type { Dataset } from '../datasets/types.js';
import { RetrievalError } from '../errors.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { openSuppliedGallery } from '../experiments/suppliedGallery.js';
import { brokenPicturesError } from '../images/brokenPictures.js';

/** What is said of a run before it starts, though it can be trained. */
export type RunCheckNotes = string[];

/** Broken pictures that are named one by one. */
const namedPictures = 20;

/** Every picture of the user's own can be decoded, or is left out. */
export async function checkPictures(
  { name, records, leftOut = [], brokenPictures }: Dataset,
  problems: ProblemList,
  onProgress?: Progress,
): Promise<RunCheckNotes> {
  const broken = (await brokenPictures?.(onProgress)) ?? [];
  if (broken.length > 0) problems.caught(brokenPicturesError(broken, records.length, name), name);
  if (leftOut.length === 0) return [];
  const named = leftOut.slice(0, namedPictures).map(({ id, reason }) => `\n  ${id}: ${reason}`);
  const more = leftOut.length - named.length;
  return [
    `Left out as broken: ${leftOut.length} of ${records.length + leftOut.length} pictures${named.join('')}${more > 0 ? `\n  and ${more} more` : ''}`,
  ];
}

/** What gallery vectors from elsewhere are matched by; their numbers are read when the run starts. */
export async function checkVectors(
  { gallery }: Pick<RunConfig, 'gallery'>,
  dataset: Dataset,
  problems: ProblemList,
): Promise<RunCheckNotes> {
  if (gallery.name !== 'vectors') return [];
  try {
    const { matching, dimension } = await openSuppliedGallery(dataset, gallery);
    return [`Vectors: ${matching}, ${dimension} numbers each (--by-order, --set gallery.idColumn=...)`];
  } catch (error) {
    const { where = 'gallery' } = error instanceof RetrievalError ? error.details : {};
    problems.caught(error, where);
    return [];
  }
}
