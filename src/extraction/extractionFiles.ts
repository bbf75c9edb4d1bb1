import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { RetrievalError } from '../errors.js';
import { readIdsFile } from '../vectors/names/nameLists.js';
import {
  readChunkLog,
  startChunkLog,
  type ChunkEntry,
  type ChunkLogContent,
  type ExtractionDescription,
} from './chunkLog.js';

/** The files of one extraction, beside each other. */
export interface ExtractionFiles {
  /** The vectors, `NAME.npy`. */
  vectors: string;
  /** The vectors until all are there. */
  partial: string;
  /** An id per line, in the order of the rows. */
  ids: string;
  /** Model, settings, counts, broken pictures. */
  manifest: string;
  /** Finished chunks with their checksums. */
  log: string;
}

/** @throws RetrievalError when the name does not end in `.npy`. */
export function extractionFiles(vectors: string): ExtractionFiles {
  if (!vectors.endsWith('.npy')) {
    throw new RetrievalError({
      what: 'Extracted vectors go to an .npy file',
      where: vectors,
      expected: 'a name that ends in .npy',
      found: vectors,
      fix: 'convert the file afterwards with writeEmbeddingFile; `asym extract` does so by the ending of --out',
      kind: 'usage',
    });
  }
  const stem = vectors.slice(0, -'.npy'.length);
  return {
    vectors,
    partial: `${vectors}.partial`,
    ids: `${stem}.ids.txt`,
    manifest: `${stem}.manifest.json`,
    log: `${stem}.chunks.jsonl`,
  };
}

/**
 * Finished chunks of an earlier call with the same settings; none when there was no such call, whose place is then
 * made free.
 * @throws RetrievalError when the place is taken by vectors of another origin, unless `overwrite`.
 */
export async function earlierChunks(
  files: ExtractionFiles,
  description: ExtractionDescription,
  overwrite: boolean,
): Promise<Map<number, ChunkEntry>> {
  const log = await logInPlace(files, description, overwrite);
  if (log && differing(description, log.description).length === 0) return log.entries;
  // The vectors first: without their ids they would pass for vectors without names.
  for (const file of Object.values(files) as string[]) await rm(file, { force: true });
  await startChunkLog(files.log, description);
  return new Map();
}

/**
 * The log of vectors that are in the place already.
 * @throws RetrievalError as `earlierChunks`.
 */
export async function logInPlace(
  files: ExtractionFiles,
  description: ExtractionDescription,
  overwrite: boolean,
): Promise<ChunkLogContent | undefined> {
  const isTaken = existsSync(files.vectors) || existsSync(files.partial);
  const log = isTaken ? await readChunkLog(files.log) : undefined;
  const differences = log ? differing(description, log.description) : [];
  const isOther = log ? differences.length > 0 : existsSync(files.vectors);
  // A half file without a readable log can never be finished, so that nothing is lost with it.
  if (isOther && !overwrite) throw taken(files, differences);
  return log;
}

/** @throws RetrievalError when finished vectors are of none of the pictures, so that these would take their place. */
export async function checkSamePictures(
  files: ExtractionFiles,
  photos: readonly { id: string }[],
): Promise<void> {
  if (!existsSync(files.ids)) return;
  const ids = new Set(photos.map(({ id }) => id));
  const before = await readIdsFile(files.ids);
  if (before.length === 0 || before.some((id) => ids.has(id))) return;
  throw taken(files, [`${before.length} other pictures, such as ${before[0]}`]);
}

/** Takes the name of finished vectors away while some of them are computed again. */
export async function reopen({ vectors, partial, manifest }: ExtractionFiles): Promise<void> {
  await rm(manifest, { force: true });
  if (existsSync(vectors) && !existsSync(partial)) await rename(vectors, partial);
}

function differing(wanted: ExtractionDescription, found: ExtractionDescription): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
  return names
    .filter((name) => wanted[name] !== found[name])
    .map((name) => `${name}: ${found[name] ?? 'nothing'} instead of ${wanted[name] ?? 'nothing'}`);
}

function taken({ vectors }: ExtractionFiles, differences: string[]): RetrievalError {
  return new RetrievalError({
    what: 'The place of the vectors is taken by others',
    where: vectors,
    expected: 'no file, or vectors extracted with the same model and settings',
    found: differences.join('; ') || 'a file that was not extracted here, or whose log is missing',
    fix: 'choose another --out, or replace the file with --overwrite',
    kind: 'usage',
  });
}
