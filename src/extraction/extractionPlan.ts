import { stat } from 'node:fs/promises';
import { sha256OfBytes } from '../base/files/sha256.js';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import type { ChunkEntry } from './chunkLog.js';
import type { PhotoRecord } from './photoChunks.js';
import type { RowFile } from '../vectors/formats/rowFile.js';

/** What is there already and what is to be done. */
export interface ExtractionPlan {
  /** Finished chunks by number. */
  stored: Map<number, ChunkEntry>;
  /** Numbers of the chunks to compute, ascending. A chunk of `damaged` keeps its rows, others come after all before. */
  todo: number[];
  damaged: Map<number, ChunkEntry>;
}

const fileWorkers = 16;

/**
 * Hash over what the vectors of some photos depend on: ids, boxes, and size and time of the files. Where the files
 * are plays no part.
 */
export async function chunkKey(photos: readonly PhotoRecord[]): Promise<string> {
  const parts = new Array<unknown>(photos.length);
  await forEachConcurrently(
    photos.length,
    async (index) => {
      const { id, path, box, read, stamp } = photos[index]!;
      const file = read ? undefined : await stat(path).catch(() => undefined);
      const content = read ? [stamp ?? null] : [file?.size ?? null, file?.mtimeMs ?? null];
      parts[index] = [id, box ?? null, ...content];
    },
    fileWorkers,
  );
  return sha256OfBytes(JSON.stringify(parts));
}

/**
 * Compares the log with the photos and with the bytes of the file. From the first chunk whose photos changed (or that
 * was not reached) everything is to be done, since a changed number of broken photos moves all rows behind.
 */
export async function planExtraction(
  chunks: readonly (readonly PhotoRecord[])[],
  entries: Map<number, ChunkEntry>,
  rowFile: RowFile,
  signal?: AbortSignal,
): Promise<ExtractionPlan> {
  const plan: ExtractionPlan = { stored: new Map(), todo: [], damaged: new Map() };
  let position = 0;
  for (let chunk = 0; chunk < chunks.length; chunk++) {
    signal?.throwIfAborted();
    const entry = entries.get(chunk);
    if (!entry || entry.first !== position || entry.key !== (await chunkKey(chunks[chunk]!))) {
      for (let rest = chunk; rest < chunks.length; rest++) plan.todo.push(rest);
      return plan;
    }
    if ((await rowFile.checksum(entry.first, entry.rows)) === entry.sha256) plan.stored.set(chunk, entry);
    else {
      plan.todo.push(chunk);
      plan.damaged.set(chunk, entry);
    }
    position += entry.rows;
  }
  return plan;
}
