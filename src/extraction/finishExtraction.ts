import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { RetrievalError } from '../errors.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { sha256OfFile } from '../base/files/sha256.js';
import type { RowFile } from '../vectors/formats/rowFile.js';
import type { ChunkEntry, ExtractionDescription } from './chunkLog.js';
import { reopen, type ExtractionFiles } from './extractionFiles.js';
import type { BrokenPhoto, PhotoRecord } from './photoChunks.js';
import type { ShardPlace } from './shards.js';

/** An extraction whose vectors are all in their file. */
export interface ComputedExtraction {
  files: ExtractionFiles;
  photos: readonly PhotoRecord[];
  /** Of every chunk, in order. */
  entries: readonly ChunkEntry[];
  rowFile: RowFile;
  columns: number;
  description: ExtractionDescription;
  /** Where the photos are only some of an extraction's. */
  place?: ShardPlace;
}

/** What is there afterwards. */
export interface FinishedExtraction {
  rows: number;
  columns: number;
  broken: BrokenPhoto[];
}

/** Gives the file its header and its name, and writes the files beside it. */
export async function finishExtraction(computed: ComputedExtraction): Promise<FinishedExtraction> {
  const { files, photos, entries, rowFile, columns, description, place } = computed;
  const broken = entries.flatMap((entry) => entry.broken);
  const rows = photos.length - broken.length;
  if (rows === 0 && !place) throw noneDecoded(files.vectors, broken);
  const left = new Set(broken.map(({ id }) => id));
  const ids = photos.flatMap(({ id }) => (left.has(id) ? [] : [id]));
  await atomicWrite(files.ids, ids.map((id) => `${id}\n`).join(''));
  // Also when a shorter list than last time is all there.
  if (existsSync(files.partial) || !(await rowFile.isFinished(rows))) {
    await reopen(files);
    await rowFile.finish(rows);
    await rename(files.partial, files.vectors);
  }
  const manifest = {
    ...description,
    pictures: photos.length,
    rows,
    columns,
    broken,
    sha256: await sha256OfFile(files.vectors),
    ...(place && { shard: await checkedShard(files, place) }),
  };
  await atomicWrite(files.manifest, `${JSON.stringify(manifest, null, 1)}\n`);
  return { rows, columns, broken };
}

/** The place of a shard with the checksums of what lies beside its vectors. */
async function checkedShard({ ids, log }: ExtractionFiles, place: ShardPlace): Promise<object> {
  return { ...place, idsSha256: await sha256OfFile(ids), chunksSha256: await sha256OfFile(log) };
}

/** The error of an extraction that has no vectors. */
export function noneDecoded(where: string, broken: readonly BrokenPhoto[]): RetrievalError {
  return new RetrievalError({
    what: 'None of the pictures could be decoded',
    where,
    expected: 'at least one picture that is not broken',
    found: `${broken.length} broken, the first ${broken[0]!.id}: ${broken[0]!.reason}`,
    fix: 'check the folder',
    kind: 'data',
  });
}
