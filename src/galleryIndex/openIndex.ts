import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../base/config/parseConfig.js';
import { RetrievalError } from '../errors.js';
import { rankingOrder } from '../retrieval/ranking/rankingOrder.js';
import type { SearchResult } from '../retrieval/ranking/exactSearch.js';
import { checkEmbeddings } from '../vectors/checks/checkEmbeddings.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkCount } from '../vectors/gallery/checkInput.js';
import { noIndex } from './changeIndex.js';
import { onEngine } from './engineErrors.js';
import { engineOf } from './engines.js';
import { openGeneration, type Generation } from './generation.js';
import { heldRowsOf, openIds, type IndexIds } from './indexIds.js';
import { currentFile, currentGeneration, readRecord, recordFile, type IndexRecord } from './indexRecord.js';
import { searchHeld } from './searchHeld.js';
import type { IndexResult } from './types.js';
import { checkIndexDimension } from './vectorModel.js';

/** An index, open to be searched. It follows what others build, add and remove meanwhile. */
export interface GalleryIndex {
  readonly folder: string;
  /** What is known of it, as it was opened last. */
  record(): IndexRecord;
  /**
   * The best rows per query by cosine similarity, best first, ties by lower row.
   * @param queries unit rows `[Q, D]`
   * @param k results per query; more than there are gives all
   * @param settings of the engine, such as how many parts of the index are looked at; default: the engine's
   * @throws RetrievalError for queries that can't be compared, settings that the engine does not have, a damaged index.
   */
  search(queries: EmbeddingMatrix, k: number, settings?: object): Promise<IndexResult>;
  /** The same by exact search over what the index holds. */
  exact(queries: EmbeddingMatrix, k: number): Promise<IndexResult>;
  /** The rows that it has of some ids; those that it does not have are left out. */
  rowsOf(ids: readonly string[]): Promise<Map<string, number[]>>;
  /** Bytes of the index, on the disk or the server. */
  bytes(): Promise<number>;
  close(): Promise<void>;
}

/** A generation with its ids, while searches use it. */
interface Open extends Generation {
  ids: IndexIds;
  /** Of the files that tell what is searched. */
  stamp: string;
  users: number;
  isLeft: boolean;
}

/** Times that opening is tried anew when what is searched changes on the way. */
const attempts = 5;

/**
 * Opens the index in a folder, once its files have their checksums.
 *
 * @throws RetrievalError (usage) where there is none; (data) for a damaged one; when a package or server is missing.
 */
export async function openIndex(folder: string, signal?: AbortSignal): Promise<GalleryIndex> {
  const verified = new Set<string>();
  let current = await openCurrent(folder, verified, signal);
  let following: Promise<unknown> = Promise.resolve();
  const use = async <T>(work: (open: Open) => Promise<T>): Promise<T> => {
    const step = following.then(async () => {
      if ((await stampOf(folder, current.folder)) === current.stamp) return;
      const next = await openCurrent(folder, verified);
      const before = current;
      current = next;
      before.isLeft = true;
      if (before.users === 0) await leave(before);
    });
    following = step.catch(() => undefined);
    await step;
    const open = current;
    open.users++;
    try {
      return await work(open);
    } catch (error) {
      // What it reads may have been replaced meanwhile.
      if ((await stampOf(folder, open.folder)) === open.stamp) throw error;
    } finally {
      if (--open.users === 0 && open.isLeft) await leave(open);
    }
    return use(work);
  };
  return {
    folder,
    record: () => current.record,
    search: (queries, k, settings = {}) =>
      use(async (open) => {
        const { settings: schema } = engineOf(open.record.engine);
        const parsed = parseConfig(schema, settings, `a search by ${open.record.engine.kind}`);
        const count = checkQuestion(open, queries, k);
        return named(
          open,
          await onEngine('Searching an index', folder, () => open.engine.search(queries, count, parsed)),
        );
      }),
    exact: (queries, k) =>
      use(async (open) => {
        const count = checkQuestion(open, queries, k);
        return named(
          open,
          await onEngine('Searching an index', folder, () => searchHeld(open.engine, queries, count)),
        );
      }),
    rowsOf: (ids) => use((open) => heldRowsOf(open.ids, open.removed, ids)),
    bytes: () =>
      use(async ({ record, engine }) => {
        const elsewhere = (await engine.bytesElsewhere?.()) ?? 0;
        return Object.values(record.files).reduce((sum, { bytes }) => sum + bytes, elsewhere);
      }),
    async close() {
      await following;
      current.isLeft = true;
      if (current.users === 0) await leave(current);
    },
  };
}

async function leave({ engine, ids }: Open): Promise<void> {
  await Promise.all([engine.close(), ids.close()]);
}

async function openCurrent(folder: string, verified: Set<string>, signal?: AbortSignal): Promise<Open> {
  for (let attempt = 1; ; attempt++) {
    const generation = await currentGeneration(folder);
    if (generation === undefined) throw noIndex(folder);
    const stamp = await stampOf(folder, generation);
    try {
      const record = await readRecord(generation);
      const opened = await openGeneration(generation, record, 'search', { verified, signal });
      return {
        ...opened,
        ids: await openIds(generation, record.rows),
        stamp,
        users: 0,
        isLeft: false,
      };
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

/** @returns results that a query can have */
function checkQuestion({ record, folder }: Open, queries: EmbeddingMatrix, k: number): number {
  checkCount(k, 'k');
  checkIndexDimension(record.columns, queries.columns, 'queries');
  checkEmbeddings({ matrix: queries, path: 'queries' }, { unitNorm: true });
  const there = record.rows - record.removed;
  if (there > 0) return Math.min(k, there);
  throw new RetrievalError({
    what: 'The index is empty',
    where: folder,
    expected: 'at least one vector',
    found: `all ${record.rows} were removed`,
    fix: 'add vectors with `asym index add`',
    kind: 'usage',
  });
}

/** Results in the order of their similarities, ties by lower row, with their ids. */
async function named({ ids }: Open, { k, rows, scores }: SearchResult): Promise<IndexResult> {
  const sorted: IndexResult = {
    k,
    rows: new Int32Array(rows.length),
    scores: new Float32Array(rows.length),
    ids: [],
  };
  for (let first = 0; first < rows.length; first += k) {
    const byRow = Array.from({ length: k }, (_, n) => first + n).sort((a, b) => rows[a]! - rows[b]!);
    const order = rankingOrder(byRow.map((at) => scores[at]!));
    order.forEach((place, n) => {
      sorted.rows[first + n] = rows[byRow[place]!]!;
      sorted.scores[first + n] = scores[byRow[place]!]!;
    });
  }
  sorted.ids = await ids.of(sorted.rows);
  return sorted;
}
