import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { mostShards, shardBounds, type Shard } from '../base/shard.js';
import { RetrievalError } from '../errors.js';
import { extractionFiles } from './extractionFiles.js';
import type { PhotoRecord } from './photoChunks.js';

/** What a shard's manifest says of its place among the others, in the field `shard`. */
export const shardPlaceSchema = z.strictObject({
  index: z.int().positive(),
  count: z.int().positive(),
  /** Photos in the shards before. */
  first: z.int().min(0),
  /** Photos of all shards. */
  of: z.int().positive(),
  /** SHA-256 over ids and boxes of the photos of all shards. */
  list: z.string(),
  /** The command that makes such shards, without `--shard`; empty where a program did. */
  command: z.string(),
});
export type ShardPlace = z.output<typeof shardPlaceSchema>;

/** The part of an extraction that one shard is. */
export interface ShardWork {
  photos: readonly PhotoRecord[];
  /** Where its vectors go. */
  out: string;
  place: ShardPlace;
}

/** Folder of the shards of `NAME.npy`: `NAME.shards`. */
export function shardFolder(vectors: string): string {
  return extractionFiles(vectors).vectors.replace(/\.npy$/, '.shards');
}

/** Where the vectors of a shard go: `NAME.shards/2-of-4.npy`. */
export function shardFile(vectors: string, { index, count }: Shard): string {
  return join(shardFolder(vectors), `${index}-of-${count}.npy`);
}

/** Photos that are embedded and stored together unless told otherwise. */
export const usualPhotosPerChunk = 64;

/**
 * Chunks in a row, so that the pictures that one process embeds in one run of the network stay together, and the vectors of
 * all shards after each other are those of one process.
 * @throws RetrievalError (usage) when there are more shards than chunks.
 */
export function shardOf(
  { photos, out, command = '' }: { photos: readonly PhotoRecord[]; out: string; command?: string },
  shard: Shard,
  photosPerChunk: number,
): ShardWork {
  const chunks = mostShards(photos.length, photosPerChunk);
  if (shard.count > chunks) throw tooMany(shard, photos.length, photosPerChunk);
  const [first, end] = shardBounds(photos.length, shard, photosPerChunk);
  const place = { ...shard, first, of: photos.length, list: listHash(photos), command };
  return { photos: photos.slice(first, end), out: shardFile(out, shard), place };
}

/** How to make one of the shards of a place. */
export function remakes({ command, count }: ShardPlace, index: number): string {
  return command
    ? `${command} --shard ${index}/${count}`
    : `extractPhotos({ ..., shard: { index: ${index}, count: ${count} } })`;
}

function listHash(photos: readonly PhotoRecord[]): string {
  const hash = createHash('sha256');
  for (const { id, box } of photos) hash.update(`${JSON.stringify([id, box ?? null])}\n`);
  return hash.digest('hex');
}

function tooMany({ count }: Shard, photos: number, photosPerChunk: number): RetrievalError {
  return new RetrievalError({
    what: 'There are more shards than groups of pictures that are embedded together',
    where: 'shard',
    expected: `at most ${mostShards(photos, photosPerChunk)}: ${photos} pictures in groups of ${photosPerChunk}`,
    found: String(count),
    fix: 'take fewer shards',
    kind: 'usage',
  });
}
