import { onFiles } from '../base/files/fileSystemError.js';
import { owningFolder } from '../base/files/owning.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import { onEngine } from './engineErrors.js';
import { openGeneration, saveGeneration, type Generation } from './generation.js';
import { heldRowsOf, openIds, writeIds } from './indexIds.js';
import { examineGallery, idsInIndex, rowsToAdd, type IndexGallery } from './indexGallery.js';
import { currentGeneration, readRecord, type IndexRecord } from './indexRecord.js';
import { checkIndexDimension, checkSameModel } from './vectorModel.js';

/** Told about the vectors that are added, and asked to stop, which leaves the index as it was. */
export interface ChangeOptions {
  onProgress?: Progress;
  signal?: AbortSignal;
}

/**
 * Adds vectors to an index, all of them or none; whoever searches it finds them from then on.
 *
 * @throws RetrievalError for vectors of another model or dimension, ids that the index has, and as `buildIndex`.
 * @example
 * await buildIndex('growing', await openIndexGallery('vectors.npz'), { engine: { kind: 'exact' } });
 * const source = embeddingMatrix(Float32Array.of(0, 0, 0, 1), 1, 4);
 * const { rows } = await addToIndex('growing', { source, rows: 1, columns: 4, ids: ['new.jpg'] });
 * console.log(rows); // 25
 */
export async function addToIndex(
  folder: string,
  gallery: IndexGallery,
  { onProgress, signal }: ChangeOptions = {},
): Promise<IndexRecord> {
  return changing(folder, signal, async (opened) => {
    const { record, engine } = opened;
    const { rows: total, columns, model, where = 'gallery' } = gallery;
    checkIndexDimension(record.columns, columns, where);
    checkSameModel(record.model, model, where);
    if (record.model && !model) throw unknownModel(record.model.name, where);
    const ids = idsInIndex(gallery, record.rows);
    await examineGallery(gallery, ids);
    await checkNew(opened, ids, where);
    for await (const rows of rowsToAdd(gallery, ids, record.rows)) {
      signal?.throwIfAborted();
      await onEngine('Adding vectors to an index', opened.folder, () => engine.add(rows));
      const done = rows.firstRow - record.rows + rows.vectors.rows;
      onProgress?.({ done, total, what: 'vectors into the index' });
    }
    await writeIds(opened.folder, record.rows, ids);
    return saveGeneration(opened, { rows: record.rows + total });
  });
}

/** What was taken out of an index. */
export interface RemovedFromIndex {
  record: IndexRecord;
  /** Vectors that are not found any more. */
  removed: number;
  /** Ids that the index does not have. */
  unknown: string[];
}

/**
 * Takes the vectors with some ids out of an index, all of them or none. Ids that it does not have are told, so that the same
 * call can be made again after a stop.
 *
 * @throws RetrievalError while another process writes to the index; as the engine does.
 * @example
 * await buildIndex('shrinking', await openIndexGallery('vectors.npz'), { engine: { kind: 'exact' } });
 * const { removed, unknown } = await removeFromIndex('shrinking', ['label0/p0.jpg', 'nobody.jpg']);
 * console.log(removed, unknown); // 1 [ 'nobody.jpg' ]
 */
export async function removeFromIndex(
  folder: string,
  ids: readonly string[],
  { signal }: Pick<ChangeOptions, 'signal'> = {},
): Promise<RemovedFromIndex> {
  return changing(folder, signal, async (opened) => {
    const known = await present(opened, ids);
    const rows = [...known.values()].flat();
    const unknown = ids.filter((id) => !known.has(id));
    if (rows.length === 0) return { record: opened.record, removed: 0, unknown };
    await onEngine('Removing vectors from an index', opened.folder, () => opened.engine.remove(rows));
    const removed = new Set([...opened.removed, ...rows]);
    return { record: await saveGeneration({ ...opened, removed }, {}), removed: rows.length, unknown };
  });
}

/** Does work on the generation that is searched while nobody else writes. */
async function changing<T>(
  folder: string,
  signal: AbortSignal | undefined,
  work: (opened: Generation) => Promise<T>,
): Promise<T> {
  return onFiles({ doing: 'Changing an index', where: folder }, async () => {
    if ((await currentGeneration(folder)) === undefined) throw noIndex(folder);
    return owningFolder(folder, async () => {
      const current = (await currentGeneration(folder))!;
      const opened = await openGeneration(current, await readRecord(current), 'change', { signal });
      try {
        return await work(opened);
      } finally {
        await opened.engine.close();
      }
    });
  });
}

/** The rows of ids that are in an index and were not removed. */
async function present(opened: Generation, ids: readonly string[]): Promise<Map<string, number[]>> {
  const known = await openIds(opened.folder, opened.record.rows);
  return heldRowsOf(known, opened.removed, ids).finally(() => known.close());
}

async function checkNew(opened: Generation, ids: readonly string[], where: string): Promise<void> {
  const there = [...(await present(opened, ids)).keys()];
  if (there.length === 0) return;
  const shown = there.slice(0, 3).map((id) => JSON.stringify(id));
  throw new RetrievalError({
    what: 'The index has vectors with these ids',
    where,
    expected: 'ids that are not in the index yet',
    found: `${there.length} that are, such as ${shown.join(', ')}`,
    fix: 'leave them out, or take the earlier ones out of the index first with `asym index remove`',
    kind: 'usage',
  });
}

function unknownModel(expected: string, where: string): RetrievalError {
  return new RetrievalError({
    what: 'It is not known which model the vectors are of',
    where,
    expected: `vectors of ${expected}, as \`asym extract\` notes beside them in NAME.manifest.json`,
    found: 'no such file',
    fix: `extract them with \`asym extract\`, or say it with --gallery-model ${JSON.stringify(expected)}`,
    kind: 'usage',
  });
}

/** The error for a folder without an index. */
export function noIndex(folder: string): RetrievalError {
  return new RetrievalError({
    what: 'There is no index in the folder',
    where: folder,
    expected: 'a folder that `asym index build` has finished',
    found: 'none, or one whose build was stopped',
    fix: 'build it with `asym index build --index FOLDER --gallery VECTORS`; a stopped build goes on',
    kind: 'usage',
  });
}
