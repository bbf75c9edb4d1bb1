import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSystemError, onFiles } from '../base/files/fileSystemError.js';
import { noIndex } from './changeIndex.js';
import { openGeneration, type Generation } from './generation.js';
import { openIds, type IndexIds } from './indexIds.js';
import { currentFile, currentGeneration, readRecord, recordFile } from './indexRecord.js';

/** A generation with its ids, while searches use it. */
export interface OpenGeneration extends Generation {
  ids: IndexIds;
  /** Of the files that tell what is searched. */
  stamp: string;
  users: number;
  isLeft: boolean;
}

/** Times that opening is tried anew when what is searched changes on the way. */
const attempts = 5;

/** The generation of an index that counts, opened anew whenever another one or another state of it does. */
export interface FollowedIndex {
  /** As it was opened last. */
  readonly current: () => OpenGeneration;
  /** What counts now; it stays open until it is given back. */
  readonly take: () => Promise<OpenGeneration>;
  readonly giveBack: (open: OpenGeneration) => Promise<void>;
  /** Does work with what counts now; again where that was replaced meanwhile and the work failed. */
  readonly use: <T>(work: (open: OpenGeneration) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** Opens what counts in a folder and follows it. */
export async function followIndex(folder: string, signal?: AbortSignal): Promise<FollowedIndex> {
  const verified = new Set<string>();
  const opening = { doing: 'Opening an index', where: folder };
  let current = await onFiles(opening, () => openCurrent(folder, verified, signal));
  let following: Promise<unknown> = Promise.resolve();
  const take = async (): Promise<OpenGeneration> => {
    const step = following.then(async () => {
      if ((await stampOf(folder, current.folder)) === current.stamp) return;
      const next = await onFiles(opening, () => openCurrent(folder, verified));
      const before = current;
      current = next;
      before.isLeft = true;
      if (before.users === 0) await leave(before);
    });
    following = step.catch(() => undefined);
    await step;
    current.users++;
    return current;
  };
  const giveBack = async (open: OpenGeneration): Promise<void> => {
    if (--open.users === 0 && open.isLeft) await leave(open);
  };
  const use = async <T>(work: (open: OpenGeneration) => Promise<T>): Promise<T> => {
    const open = await take();
    try {
      return await work(open);
    } catch (error) {
      // What it reads may have been replaced meanwhile.
      if ((await stampOf(folder, open.folder)) === open.stamp)
        throw fileSystemError(error, { doing: 'Reading an index', where: folder });
    } finally {
      await giveBack(open);
    }
    return use(work);
  };
  return {
    current: () => current,
    take,
    giveBack,
    use,
    async close() {
      await following;
      current.isLeft = true;
      if (current.users === 0) await leave(current);
    },
  };
}

async function leave({ engine, ids }: OpenGeneration): Promise<void> {
  await Promise.all([engine.close(), ids.close()]);
}

async function openCurrent(
  folder: string,
  verified: Set<string>,
  signal?: AbortSignal,
): Promise<OpenGeneration> {
  for (let attempt = 1; ; attempt++) {
    const generation = await currentGeneration(folder);
    if (generation === undefined) throw noIndex(folder);
    const stamp = await stampOf(folder, generation);
    try {
      const record = await readRecord(generation);
      const opened = await openGeneration(generation, record, 'search', { verified, signal });
      const ids = await openIds(generation, record.rows).catch(async (error: unknown) => {
        await opened.engine.close();
        throw error;
      });
      return { ...opened, ids, stamp, users: 0, isLeft: false };
    } catch (error) {
      // Another process may have replaced it between two steps.
      const isChanged = (await stampOf(folder, generation)) !== stamp;
      if (!isChanged || attempt === attempts) throw error;
    }
  }
}

/** Changes whenever another generation, or another state of this one, counts. */
async function stampOf(folder: string, generation: string): Promise<string> {
  const files = [join(folder, currentFile), join(generation, recordFile)];
  const stats = await Promise.all(files.map((file) => stat(file, { bigint: true }).catch(() => undefined)));
  return stats.map((one) => (one ? `${one.ino} ${one.mtimeNs} ${one.size}` : 'none')).join('; ');
}
