import { forEachConcurrently, pictureWorkers } from '../base/forEachConcurrently.js';
import { LostObject } from '../base/objects/types.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import type { Box } from './decodePicture.js';
import { pictureInput } from './pictureInput.js';
import { picturePool } from './picturePool.js';

/** A picture. */
export interface PictureFile {
  /** How errors call it. */
  id: string;
  path: string;
  /** Part of the upright picture that is used. */
  box?: Box;
  /** Gives its bytes where it is no file of its own; `path` is how errors call it then. */
  read?: () => Promise<Uint8Array>;
  /** With `read`: changes with its content. */
  stamp?: string;
}

/** Pictures that are fetched at the same time: that is waiting, and takes no core. */
const fetchedTogether = 16;

/** How many pictures are read at the same time. */
export function readersOf(isFetched: boolean): number {
  return isFetched ? fetchedTogether : pictureWorkers;
}

/** Whether some pictures are fetched from elsewhere. */
export function areFetched(pictures: readonly Pick<PictureFile, 'read'>[]): boolean {
  return pictures.some(({ read }) => read);
}

/** A picture that cannot be decoded, and why. */
export interface BrokenPicture {
  id: string;
  reason: string;
}

/** What the commands offer for broken pictures, in the words of the library too. */
export const skipBrokenHint = 'leave broken pictures out with --skip-broken (skipBroken)';

/** Pictures named one by one in an error. */
const namedPictures = 20;
/** Side to which pictures are decoded to see whether they can be. */
export const triedSide = 8;

/**
 * Decodes every picture at a small size and lists those that cannot be decoded, in their order.
 * @throws what is no verdict on a picture, such as a server that is gone, and the signal's reason.
 */
export async function brokenPictures(
  pictures: readonly PictureFile[],
  { onProgress, signal }: { onProgress?: Progress; signal?: AbortSignal } = {},
): Promise<BrokenPicture[]> {
  const pool = picturePool(pictures.length);
  const reasons = new Array<string | undefined>(pictures.length);
  let done = 0;
  const look = async (n: number): Promise<void> => {
    signal?.throwIfAborted();
    const { box } = pictures[n]!;
    try {
      await pool.run('square', { source: await pictureInput(pictures[n]!), size: triedSide, box });
    } catch (error) {
      reasons[n] = reasonOf(error);
    }
    onProgress?.({ done: ++done, total: pictures.length, what: 'pictures looked at' });
  };
  await forEachConcurrently(pictures.length, look, readersOf(areFetched(pictures)));
  return pictures.flatMap(({ id }, n) => (reasons[n] === undefined ? [] : [{ id, reason: reasons[n] }]));
}

/** Why a picture cannot be decoded. @throws the error where it is no verdict on a picture. */
export function reasonOf(error: unknown): string {
  if (!isVerdict(error)) throw error;
  const { what, found, fix } = error.details;
  return [[what, found].filter(Boolean).join(': '), fix].filter(Boolean).join('; ');
}

/** Of a picture that cannot be fetched just now nothing is known. */
function isVerdict(error: unknown): error is RetrievalError {
  return error instanceof RetrievalError && !(error instanceof LostObject);
}

/** The error that names all broken pictures of `total` at once. */
export function brokenPicturesError(
  broken: readonly BrokenPicture[],
  total: number,
  where: string,
): RetrievalError {
  const named = broken.slice(0, namedPictures).map(({ id, reason }) => `\n    ${id}: ${reason}`);
  const more = broken.length - named.length;
  return new RetrievalError({
    what: `${broken.length} of ${total} pictures cannot be decoded`,
    where,
    expected: 'whole JPEG, PNG or WebP pictures, none of these:',
    found: named.join('') + (more > 0 ? `\n    and ${more} more` : ''),
    fix: `replace or remove them, or ${skipBrokenHint}`,
    kind: 'data',
  });
}

/**
 * What to throw when decoding one of some pictures failed: an error that names all that are broken.
 * @param error of the one; thrown as it is where it is no verdict on a picture
 */
export async function allBroken(
  error: unknown,
  pictures: readonly PictureFile[],
  where: string,
): Promise<unknown> {
  if (!isVerdict(error)) return error;
  const broken = await brokenPictures(pictures);
  return broken.length > 0 ? brokenPicturesError(broken, pictures.length, where) : error;
}
