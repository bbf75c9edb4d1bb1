import { existsSync } from 'node:fs';
import { RetrievalError } from '../errors.js';
import type { Shard } from '../base/shard.js';
import { onFiles } from '../base/files/fileSystemError.js';
import { owningFile } from '../base/files/owning.js';
import { checkPhotos } from './checkPhotos.js';
import { appendChunk } from './chunkLog.js';
import {
  checkSamePictures,
  earlierChunks,
  extractionFiles,
  reopen,
  type ExtractionFiles,
} from './extractionFiles.js';
import { chunkKey, planExtraction, type ExtractionPlan } from './extractionPlan.js';
import { finishExtraction } from './finishExtraction.js';
import { shardOf, usualPhotosPerChunk, type ShardWork } from './shards.js';
import { progressMeter, type ExtractionProgress } from './extractionProgress.js';
import {
  embedPhotoChunks,
  type BrokenPhoto,
  type PhotoEmbeddingOptions,
  type PhotoRecord,
} from './photoChunks.js';
import type { PhotoModel } from './photoModel.js';
import { describeExtraction, photoSettings } from './photoSettings.js';
import { openRowFile, type RowFile } from '../vectors/formats/rowFile.js';

export interface PhotoExtraction extends Omit<PhotoEmbeddingOptions, 'onPhotos'> {
  model: PhotoModel;
  photos: readonly PhotoRecord[];
  /** Where the vectors go, `NAME.npy`; beside it `NAME.ids.txt`, `NAME.manifest.json` and `NAME.chunks.jsonl`. */
  out: string;
  /** Half the size on disk, three digits instead of seven; default false. */
  float16?: boolean;
  /** Photos whose vectors are stored at once, so that a kill loses no more; default 64. */
  photosPerChunk?: number;
  /**
   * Only this part of the photos, into a file of its own, `NAME.shards/2-of-4.npy`; `mergeShards` joins all of them. Photos
   * that are stored at once stay together, so that there are at most as many shards as chunks.
   */
  shard?: Shard;
  /** The command that calls this, without the shard, for who finds a shard missing. */
  command?: string;
  /** Replaces vectors of another model or other settings; default is to refuse. */
  overwrite?: boolean;
  onProgress?: (progress: ExtractionProgress) => void;
}

/** What an extraction left on disk. */
export interface ExtractedPhotos {
  files: ExtractionFiles;
  /** Photos with a vector: the rows of the file. */
  rows: number;
  columns: number;
  /** Left out of vectors and ids. */
  broken: BrokenPhoto[];
  /** Photos that this call embedded. */
  computed: number;
  seconds: number;
}

/**
 * Embeds photos into an .npy file in place, chunk by chunk, in memory that does not depend on their number. The same
 * call goes on where an earlier one was stopped or killed, checks what is stored and computes damaged chunks again; the
 * file's bytes are the same as without the interruption. It also goes on when photos were added to the end.
 *
 * @throws RetrievalError that names all broken photos unless `skipBroken`; when `out` holds vectors of other settings
 *   unless `overwrite`; for sizes that the model does not take; while another process extracts to the same place; for what
 *   the disk refuses. The signal's reason when aborted.
 * @example
 * const model = galleryPhotoModel(await createGalleryModel({ name: 'mobileNetV2', size: 96 }));
 * const { photos } = folderPhotos('photos');
 * const { rows, columns } = await extractPhotos({ model, photos, out: 'gallery.npy' });
 * console.log(rows, columns); // 24 1280
 * model.dispose();
 */
export async function extractPhotos(extraction: PhotoExtraction): Promise<ExtractedPhotos> {
  const { shard, photosPerChunk = usualPhotosPerChunk } = extraction;
  checkPhotos(extraction.photos);
  const part = shard && shardOf(extraction, shard, photosPerChunk);
  const work = { ...extraction, ...part, photosPerChunk };
  return owningFile(work.out, () =>
    onFiles({ doing: 'Storing vectors', where: work.out }, () => extractToFiles(work)),
  );
}

async function extractToFiles(
  extraction: PhotoExtraction & Partial<ShardWork> & { photosPerChunk: number },
): Promise<ExtractedPhotos> {
  const { model, photos, float16 = false, photosPerChunk, signal, place } = extraction;
  const settings = photoSettings(model, extraction);
  const type = float16 ? 'float16' : 'float32';
  const description = { ...describeExtraction(model, settings, type), photosPerChunk };
  const files = extractionFiles(extraction.out);
  const entries = await earlierChunks(files, description, extraction.overwrite ?? false);
  const chunks = inChunks(photos, photosPerChunk);
  const isFinished = existsSync(files.vectors) && !existsSync(files.partial);
  if (isFinished && !extraction.overwrite) await checkSamePictures(files, photos);
  const rowFile = await openRowFile(isFinished ? files.vectors : files.partial, model.dimension, type);
  try {
    const plan = await planExtraction(chunks, entries, rowFile, signal);
    if (plan.todo.length > 0) await reopen(files);
    const work = { extraction: { ...extraction, ...settings }, chunks, plan, rowFile, files };
    const { computed, seconds } = await computeChunks(work);
    const done = chunks.map((_, chunk) => plan.stored.get(chunk)!);
    const finished = { files, photos, entries: done, rowFile, columns: model.dimension, description, place };
    return { files, ...(await finishExtraction(finished)), computed, seconds };
  } finally {
    await rowFile.close();
  }
}

interface Work {
  extraction: PhotoExtraction;
  chunks: PhotoRecord[][];
  plan: ExtractionPlan;
  rowFile: RowFile;
  files: ExtractionFiles;
}

/** Computes what is to be done and adds it to the stored chunks of the plan. */
async function computeChunks(work: Work): Promise<{ computed: number; seconds: number }> {
  const { extraction, chunks, plan, rowFile, files } = work;
  const { photos, model, onProgress } = extraction;
  const stored = [...plan.stored.values()];
  const todo = plan.todo.reduce((sum, chunk) => sum + chunks[chunk]!.length, 0);
  const meter = progressMeter(
    {
      total: photos.length,
      what: `${model.name}: photos`,
      stored: photos.length - todo,
      broken: stored.reduce((sum, { broken }) => sum + broken.length, 0),
    },
    onProgress,
  );
  const parts = plan.todo.map((chunk) => chunks[chunk]!);
  let next = 0;
  for await (const { vectors, ids, broken } of embedPhotoChunks(model, parts, {
    ...extraction,
    onPhotos: (done, broken) => meter.add(done, broken),
  })) {
    const chunk = plan.todo[next++]!;
    const rows = ids.length;
    const damaged = plan.damaged.get(chunk);
    if (damaged && damaged.rows !== rows) throw changedMeanwhile(files.vectors);
    const before = plan.stored.get(chunk - 1);
    const first = damaged?.first ?? (before ? before.first + before.rows : 0);
    const sha256 = await rowFile.write(first, vectors);
    const entry = { chunk, first, rows, key: await chunkKey(chunks[chunk]!), sha256, broken };
    await appendChunk(files.log, entry);
    plan.stored.set(chunk, entry);
  }
  return meter.total();
}

function inChunks(photos: readonly PhotoRecord[], size: number): PhotoRecord[][] {
  const count = Math.ceil(photos.length / size);
  return Array.from({ length: count }, (_, chunk) => photos.slice(chunk * size, (chunk + 1) * size));
}

function changedMeanwhile(file: string): RetrievalError {
  return new RetrievalError({
    what: 'Pictures changed between two calls although size and time of their files did not',
    where: file,
    fix: 'delete the file that ends in .chunks.jsonl and extract again with --overwrite',
    kind: 'data',
  });
}
