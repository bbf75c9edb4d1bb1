import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { atomicWrite } from '../../../base/files/atomicWrite.js';

/** Folder, inside a benchmark's, of what is being fetched and of the marks of what is done. */
export const workFolder = '.download';

const markSchema = z.strictObject({
  /** Address or path that it came from. */
  from: z.string(),
  /** Size of the file that was fetched or of all that were copied. */
  bytes: z.int().min(0),
  /** Files that it became. */
  files: z.int().min(0),
  /** Checksum that was verified, such as `md5:...`. */
  verified: z.string().optional(),
});

/** Says that a file of a benchmark has been fetched, verified and put in its place. */
export type Mark = z.infer<typeof markSchema>;

/** Name of the mark of a copy that was taken as a whole. */
export const copyMark = 'whole-copy';

/** The marks in a benchmark's folder by the key of their file; a damaged one counts as missing. */
export function readMarks(folder: string): Map<string, Mark> {
  const place = marksFolder(folder);
  const marks = new Map<string, Mark>();
  for (const name of namesIn(place)) {
    if (!name.endsWith('.json')) continue;
    try {
      const mark = markSchema.parse(JSON.parse(readFileSync(join(place, name), 'utf8')));
      marks.set(name.slice(0, -'.json'.length), mark);
    } catch {
      continue;
    }
  }
  return marks;
}

/** Writes a mark, last of all. */
export function writeMark(folder: string, key: string, mark: Mark): Promise<void> {
  return atomicWrite(join(marksFolder(folder), `${key}.json`), JSON.stringify(mark));
}

/** Forgets that a file is done. */
export function removeMark(folder: string, key: string): Promise<void> {
  return rm(join(marksFolder(folder), `${key}.json`), { force: true });
}

function marksFolder(folder: string): string {
  return join(folder, workFolder, 'done');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
