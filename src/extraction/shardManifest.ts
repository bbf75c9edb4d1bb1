import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RetrievalError } from '../errors.js';
import { readRegular } from '../base/files/regularFile.js';
import { descriptionSchema, type ExtractionDescription } from './chunkLog.js';
import { extractionFiles, type ExtractionFiles } from './extractionFiles.js';
import { shardPlaceSchema } from './shards.js';

const manifestSchema = z.object({
  pictures: z.int().min(0),
  rows: z.int().min(0),
  columns: z.int().positive(),
  type: z.enum(['float32', 'float16']),
  broken: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
  sha256: z.string(),
  shard: shardPlaceSchema.extend({ idsSha256: z.string(), chunksSha256: z.string() }),
});

/** Fields that tell what came out, not of what model and settings. */
const ofResult = new Set(['pictures', 'rows', 'broken', 'sha256', 'shard']);

type ShardManifest = z.output<typeof manifestSchema>;

/** What a finished shard says of itself. */
export interface ShardFiles {
  files: ExtractionFiles;
  manifest: ShardManifest;
  /** Model and settings. */
  description: ExtractionDescription;
}

/** Name of a shard's vectors in the folder of the shards. */
const shardName = /^\d+-of-\d+\.npy$/;

/**
 * The `.npy` files of shards that paths name: files, and all shards of folders.
 * @throws RetrievalError (data) for a folder without shards.
 */
export function shardFilesOf(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const found = readdirSync(path).filter((name) => shardName.test(name));
    if (found.length > 0) return found.map((name) => join(path, name));
    throw new RetrievalError({
      what: 'The folder has no finished shards',
      where: path,
      expected: 'files such as 1-of-4.npy, which `asym extract --shard 1/4` makes',
      found: readdirSync(path).join(', ') || 'an empty folder',
      fix: 'correct the path, or extract the shards first',
      kind: 'data',
    });
  });
}

/** A shard that is not finished, or a file that is none. */
export interface UnfinishedShard {
  files: ExtractionFiles;
  /** What is there instead. */
  found: string;
}

/** What a shard says of itself, which only a finished one does. */
export async function readShard(vectors: string): Promise<ShardFiles | UnfinishedShard> {
  const files = extractionFiles(vectors);
  const text = existsSync(files.manifest) ? (await readRegular(files.manifest)).toString('utf8') : '';
  const json = parsed(text);
  const manifest = manifestSchema.safeParse(json).data;
  const rest = Object.entries(json ?? {}).filter(([name]) => !ofResult.has(name));
  const description = descriptionSchema.safeParse(Object.fromEntries(rest)).data;
  if (manifest && description && existsSync(files.vectors)) return { files, manifest, description };
  return { files, found: whatIsThere(files, text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whatIsThere({ vectors, partial, log }: ExtractionFiles, manifest: string): string {
  if (manifest)
    return existsSync(vectors) ? 'a manifest that is none of a shard' : 'a manifest without vectors';
  return existsSync(partial) || existsSync(log) ? 'a shard that was begun' : 'no shard';
}
