import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { onFiles } from '../base/files/fileSystemError.js';
import { makeFolder } from '../base/files/makeFolder.js';
import { owningFolder } from '../base/files/owning.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import { onEngine } from './engineErrors.js';
import { engineConfig, engineOf, type EngineConfig } from './engines.js';
import { openGeneration, saveGeneration } from './generation.js';
import { discard, generations, numberOf, removeOthers } from './generations.js';
import { writeIds } from './indexIds.js';
import { engineFolder, listFiles } from './indexFiles.js';
import { examineGallery, idsInIndex, rowsToAdd, type IndexGallery } from './indexGallery.js';
import { currentGeneration, readRecord, switchTo, writeRecord, type IndexRecord } from './indexRecord.js';

/** How an index is built. */
export interface BuildOptions {
  /** An engine with its options; default LanceDB, searched by IVF-PQ. */
  engine?: { kind: string } & Record<string, unknown>;
  onProgress?: Progress;
  signal?: AbortSignal;
  /**
   * Milliseconds of work after which what is done is saved, so that a stop loses no more; default 20,000, and at least twenty
   * times as long as the last save took: some engines write all they have each time.
   */
  saveEvery?: number;
  /** Vectors that are added at once; default: as many as have 16 million numbers. */
  rowsPerBatch?: number;
}

/**
 * Builds an index of vectors in a folder, beside the one that is there, which is searched until the new one is whole. The
 * same call goes on with a build that was stopped or killed. The generation before stays for those who still read it.
 *
 * @throws RetrievalError for vectors that can't be searched or that the engine can't hold; while another process writes to
 *   the folder; when a package or server is missing; for what the disk refuses. The signal's reason when aborted.
 * @example
 * const gallery = await openIndexGallery('vectors.npz');
 * await buildIndex('index', gallery, { engine: { kind: 'exact' } });
 * const index = await openIndex('index');
 * const queries = embeddingMatrix(Float32Array.of(0, 0, 0, 1), 1, 4);
 * console.log((await index.search(queries, 2)).ids); // [ 'label3/p23.jpg', 'label2/p22.jpg' ]
 * await index.close();
 */
export async function buildIndex(
  folder: string,
  gallery: IndexGallery,
  options: BuildOptions = {},
): Promise<IndexRecord> {
  const config = engineConfig(options.engine ?? { kind: 'lancedb' });
  const engine = engineOf(config);
  engine.refuse?.(config, gallery.columns);
  checkFilled(gallery);
  return onFiles({ doing: 'Building an index', where: folder }, () =>
    owningFolder(folder, () => build(folder, gallery, config, options)),
  );
}

const usualSaveEvery = 20_000;

async function build(
  folder: string,
  gallery: IndexGallery,
  config: EngineConfig,
  options: BuildOptions,
): Promise<IndexRecord> {
  const ids = idsInIndex(gallery, 0);
  const builtFrom = await examineGallery(gallery, ids);
  // An index that is damaged is what a new one mends.
  const before = await currentGeneration(folder).catch(() => undefined);
  const generation = await begin(folder, before, gallery, { config, builtFrom, ids });
  const record = await fill(generation, gallery, ids, options);
  await switchTo(folder, basename(generation));
  await removeOthers(folder, [generation, before]);
  return record;
}

/** Brings everything into a generation that is not there yet, until it is whole. */
async function fill(
  generation: string,
  gallery: IndexGallery,
  ids: readonly string[],
  { onProgress, signal, saveEvery, rowsPerBatch }: BuildOptions,
): Promise<IndexRecord> {
  const opened = await openGeneration(generation, await readRecord(generation), 'change', { signal });
  const tell = (done: number, what: string): void => onProgress?.({ done, total: gallery.rows, what });
  try {
    if (opened.record.isWhole) return opened.record;
    let [saved, due] = [Date.now(), saveEvery ?? usualSaveEvery];
    const start = opened.record.rows;
    let done = start;
    tell(done, 'vectors into the index');
    for await (const rows of rowsToAdd(gallery, ids, 0, rowsPerBatch)) {
      if (rows.firstRow < start) continue;
      await onEngine('Adding vectors to an index', generation, () => opened.engine.add(rows));
      done = rows.firstRow + rows.vectors.rows;
      tell(done, 'vectors into the index');
      if (signal?.aborted || Date.now() - saved >= due) {
        const begun = Date.now();
        opened.record = await saveGeneration(opened, { rows: done });
        saved = Date.now();
        due = saveEvery ?? Math.max(usualSaveEvery, 20 * (saved - begun));
      }
      signal?.throwIfAborted();
    }
    const making = 'making the structure that is searched';
    tell(0, making);
    await onEngine('Building an index', generation, () => opened.engine.build());
    tell(done, making);
    return await saveGeneration(opened, { rows: done, isWhole: true });
  } finally {
    await opened.engine.close();
  }
}

interface Plan {
  config: EngineConfig;
  builtFrom: string;
  ids: readonly string[];
}

/** The folder of a generation that was begun alike and is not whole, or of a new one. */
async function begin(
  folder: string,
  current: string | undefined,
  { columns, model }: IndexGallery,
  { config, builtFrom, ids }: Plan,
): Promise<string> {
  let last = 0;
  for (const { generation, number } of await generations(folder)) {
    last = Math.max(last, number);
    if (generation === current) continue;
    const record = await readRecord(generation).catch(() => undefined);
    const isSame =
      record?.builtFrom === builtFrom && isDeepStrictEqual([record.engine, record.model], [config, model]);
    // One that is whole and newer was only not switched to.
    const isLeft = !record?.isWhole || number > numberOf(current);
    if (isSame && isLeft) return generation;
    if (isLeft) await discard(generation, record);
  }
  const generation = join(folder, `generation-${last + 1}`);
  await makeFolder(engineFolder(generation));
  await writeIds(generation, 0, ids);
  await writeRecord(generation, {
    formatVersion: 1,
    engine: config,
    name: `gallery_${randomBytes(4).toString('hex')}_${last + 1}`,
    columns,
    ...(model && { model }),
    builtFrom,
    rows: 0,
    removed: 0,
    isWhole: false,
    state: {},
    files: await listFiles(generation, {}),
    savedAt: new Date().toISOString(),
  });
  return generation;
}

function checkFilled({ rows, ids, where = 'gallery' }: IndexGallery): void {
  if (rows > 0 && (!ids || ids.length === rows)) return;
  throw new RetrievalError({
    what: rows > 0 ? 'The ids do not fit the vectors' : 'There are no vectors to put into an index',
    where,
    expected: rows > 0 ? `${rows} ids` : 'at least one',
    found: rows > 0 ? `${ids!.length} ids` : 'none',
    kind: 'data',
  });
}
