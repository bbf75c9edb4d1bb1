import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { ImageRecord } from '../types.js';
import { RetrievalError } from '../../errors.js';
import { checkBox, decodePicture, pictureDimensions } from '../../images/decodePicture.js';
import { forEachConcurrently } from '../../base/forEachConcurrently.js';
import type { PictureProgress } from '../../images/pixelCache.js';

/** A picture that can't be used. */
export interface BrokenPicture {
  /** Relative to the benchmark's folder. */
  file: string;
  /** What is wrong, on one line. */
  reason: string;
}

/** Side at which a picture is decoded to see that it can be. */
const decodedSide = 8;
/** Progress is told once in so many pictures. */
const progressStep = 100;

/** Looks at the file of every record, and decodes it unless told otherwise; the lists are in the records' order. */
export async function checkPictures(
  records: readonly ImageRecord[],
  folder: string,
  options: { decode?: boolean; onProgress?: PictureProgress; signal?: AbortSignal },
): Promise<{ missing: string[]; broken: BrokenPicture[] }> {
  const { decode = true, onProgress, signal } = options;
  const missing = new Map<number, string>();
  const broken = new Map<number, BrokenPicture>();
  const total = records.length;
  let done = 0;
  await forEachConcurrently(total, async (row) => {
    signal?.throwIfAborted();
    const found = await lookAt(records[row]!, decode);
    if (found === 'missing') missing.set(row, below(folder, records[row]!));
    else if (found !== undefined) broken.set(row, { file: below(folder, records[row]!), reason: found });
    done++;
    if (done % progressStep === 0 || done === total) onProgress?.({ done, total, what: 'pictures checked' });
  });
  const inOrder = <T>(found: Map<number, T>): T[] =>
    [...found].sort(([a], [b]) => a - b).map(([, item]) => item);
  return { missing: inOrder(missing), broken: inOrder(broken) };
}

/** What is wrong with a picture, if anything. */
async function lookAt(record: ImageRecord, decode: boolean): Promise<string | undefined> {
  try {
    const path = record.path!;
    const stats = await stat(path);
    if (!stats.isFile()) return 'is no file';
    if (stats.size === 0) return 'is empty';
    if (record.box) checkBox(record.box, await pictureDimensions(path), record.id);
    if (decode) await decodePicture(path, { size: decodedSide });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    if (!(error instanceof RetrievalError)) return String(error);
    const { what, found } = error.details;
    return found === undefined ? what : `${what}: ${found}`;
  }
}

function below(folder: string, record: ImageRecord): string {
  try {
    return relative(folder, record.path!).split(sep).join('/');
  } catch {
    return record.id;
  }
}
