import { rename, rm } from 'node:fs/promises';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { onFiles } from '../base/files/fileSystemError.js';
import { owningFile } from '../base/files/owning.js';
import { sha256OfFile } from '../base/files/sha256.js';
import type { Progress } from '../base/progress.js';
import { bytesPerElement, formatNpyHeader } from '../vectors/formats/npyHeader.js';
import {
  damagedProblems,
  gapProblems,
  shardProblems,
  throwShardProblems,
  unfinishedProblems,
} from './checkShards.js';
import { chunkLogText, readChunkLog, type ChunkEntry } from './chunkLog.js';
import { extractionFiles, logInPlace, type ExtractionFiles } from './extractionFiles.js';
import { noneDecoded, type FinishedExtraction } from './finishExtraction.js';
import { joinFiles } from './joinFiles.js';
import { readShard, shardFilesOf, type ShardFiles } from './shardManifest.js';

export interface ShardMerge {
  /** The `.npy` files of the shards in any order, or folders of them. */
  shards: readonly string[];
  /** Where all vectors go, `NAME.npy`, with ids, manifest and chunks beside it as `extractPhotos` leaves them. */
  out: string;
  /** Replaces vectors of another model or other settings; default is to refuse. */
  overwrite?: boolean;
  signal?: AbortSignal;
  /** Told the bytes of vectors that are written. */
  onProgress?: Progress;
}

/** What the joined vectors are. */
export interface MergedShards extends FinishedExtraction {
  files: ExtractionFiles;
  shards: number;
}

/**
 * Joins the shards of an extraction to the bytes that one process would have written: vectors, ids, manifest and the list
 * of chunks, so that a later `extractPhotos` goes on with them. Memory does not depend on the number of vectors.
 *
 * Whether shards belong together, is all there and is what was written is checked, by their manifests and checksums; that no
 * picture comes twice follows, as all of them were cut from one list of different pictures.
 *
 * @throws RetrievalError (data) that names every shard that is missing, comes twice, is of another model, other settings
 *   or another list of pictures, or is damaged, with the command that makes it again; when `out` holds vectors of other settings unless
 *   `overwrite`; for what the disk refuses. The signal's reason when aborted.
 * @example
 * const model = galleryPhotoModel(await createGalleryModel({ name: 'mobileNetV2', size: 96 }));
 * const { photos } = folderPhotos('photos');
 * for (const index of [1, 2])
 *   await extractPhotos({ model, photos, out: 'gallery.npy', photosPerChunk: 8, shard: { index, count: 2 } });
 * model.dispose();
 * const { rows, shards } = await mergeShards({ shards: ['gallery.shards'], out: 'gallery.npy' });
 * console.log(rows, shards); // 24 2
 */
export async function mergeShards(merge: ShardMerge): Promise<MergedShards> {
  const { out } = merge;
  return owningFile(out, () =>
    onFiles({ doing: 'Joining shards', where: out }, async () => joined(merge, await checkedShards(merge))),
  );
}

/** The shards in their order. */
async function checkedShards({ shards }: ShardMerge): Promise<ShardFiles[]> {
  const read = await Promise.all(shardFilesOf(shards).map(readShard));
  const finished = read.filter((shard) => 'manifest' in shard);
  const unfinished = read.filter((shard) => 'found' in shard);
  const problems = unfinishedProblems(unfinished, finished[0]);
  if (finished.length > 0) {
    const known = new Set(unfinished.map(({ files }) => files.vectors));
    problems.push(...shardProblems(finished).filter(({ where }) => !known.has(where)));
  }
  const inOrder = finished.sort((a, b) => a.manifest.shard.index - b.manifest.shard.index);
  throwShardProblems(problems);
  throwShardProblems(gapProblems(inOrder));
  return inOrder;
}

async function joined(merge: ShardMerge, shards: readonly ShardFiles[]): Promise<MergedShards> {
  const files = extractionFiles(merge.out);
  const { description, manifest: first } = shards[0]!;
  await logInPlace(files, description, merge.overwrite ?? false);
  const { entries, damaged } = await joinedChunks(shards);
  const rows = shards.reduce((sum, { manifest }) => sum + manifest.rows, 0);
  const broken = entries.flatMap((entry) => entry.broken);
  if (rows === 0 && broken.length > 0) throw noneDecoded(files.vectors, broken);
  const parts = partsOf(files);
  try {
    const written = await writeParts(merge, parts, shards, rows);
    throwShardProblems(damagedProblems(shards, new Set([...damaged, ...written.damaged])));
    const { columns, shard } = first;
    const manifest = {
      ...description,
      ...{ pictures: shard.of, rows, columns, broken, sha256: written.sha256 },
    };
    // Nobody finds vectors beside ids of others.
    for (const file of Object.values(files) as string[]) await rm(file, { force: true });
    await atomicWrite(files.log, chunkLogText(description, entries));
    await rename(parts.ids, files.ids);
    await rename(parts.vectors, files.vectors);
    await atomicWrite(files.manifest, `${JSON.stringify(manifest, null, 1)}\n`);
    return { files, rows, columns, broken, shards: shards.length };
  } finally {
    for (const file of Object.values(parts)) await rm(file, { force: true });
  }
}

/** The chunks of all shards as those of one process, and the logs that are damaged. */
async function joinedChunks(
  shards: readonly ShardFiles[],
): Promise<{ entries: ChunkEntry[]; damaged: string[] }> {
  const entries: ChunkEntry[] = [];
  const damaged: string[] = [];
  let [chunks, first] = [0, 0];
  for (const { files, manifest } of shards) {
    const isWhole = (await sha256OfFile(files.log).catch(() => '')) === manifest.shard.chunksSha256;
    const log = isWhole ? await readChunkLog(files.log) : undefined;
    if (!log) damaged.push(files.log);
    const own = [...(log?.entries.values() ?? [])].sort((a, b) => a.chunk - b.chunk);
    entries.push(...own.map((e) => ({ ...e, chunk: e.chunk + chunks, first: e.first + first })));
    chunks += own.length;
    first += manifest.rows;
  }
  return { entries, damaged };
}

/** Where vectors and ids are until they have their names. */
function partsOf({ vectors, ids }: ExtractionFiles): { vectors: string; ids: string } {
  return { vectors: `${vectors}.joining`, ids: `${ids}.joining` };
}

/** Vectors and ids of all shards; tells the checksum of the vectors and the files that are damaged. */
async function writeParts(
  { signal, onProgress }: ShardMerge,
  parts: { vectors: string; ids: string },
  shards: readonly ShardFiles[],
  rows: number,
): Promise<{ sha256: string; damaged: string[] }> {
  const { type, columns } = shards[0]!.manifest;
  const header = formatNpyHeader(type, [rows, columns]);
  const total = header.length + rows * columns * bytesPerElement[type];
  let done = 0;
  const onBytes = (bytes: number): void =>
    onProgress?.({ done: (done += bytes), total, what: 'bytes of vectors' });
  const ofVectors = shards.map(({ files, manifest: { sha256 } }) => {
    return { file: files.vectors, skip: header.length, sha256 };
  });
  const ofIds = shards.map(({ files, manifest: { shard } }) => {
    return { file: files.ids, skip: 0, sha256: shard.idsSha256 };
  });
  const vectors = await joinFiles(parts.vectors, header, ofVectors, { signal, onBytes });
  const ids = await joinFiles(parts.ids, new Uint8Array(0), ofIds, { signal });
  return { sha256: vectors.sha256, damaged: [...vectors.damaged, ...ids.damaged] };
}
