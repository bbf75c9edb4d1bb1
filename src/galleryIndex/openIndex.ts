import { parseConfig } from '../base/config/parseConfig.js';
import { fileSystemError } from '../base/files/fileSystemError.js';
import { RetrievalError } from '../errors.js';
import { rankingOrder } from '../retrieval/ranking/rankingOrder.js';
import type { SearchResult } from '../retrieval/ranking/exactSearch.js';
import { checkEmbeddings } from '../vectors/checks/checkEmbeddings.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkCount } from '../vectors/gallery/checkInput.js';
import { onEngine } from './engineErrors.js';
import { engineOf } from './engines.js';
import { followIndex, type OpenGeneration } from './followIndex.js';
import { heldRowsOf } from './indexIds.js';
import type { IndexRecord } from './indexRecord.js';
import { searchHeld } from './searchHeld.js';
import type { HeldRows, IndexResult } from './types.js';
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
  /** All vectors with the numbers of their rows. */
  held(): AsyncIterable<HeldRows>;
  /** All rows with their ids. */
  names(): Promise<{ rows: Int32Array; ids: string[] }>;
  /** The rows that it has of some ids; those that it does not have are left out. */
  rowsOf(ids: readonly string[]): Promise<Map<string, number[]>>;
  /** Bytes of the index, on the disk or the server. */
  bytes(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the index in a folder, once its files have their checksums.
 *
 * @throws RetrievalError (usage) where there is none; (data) for a damaged one; when a package or server is missing.
 * @example
 * await buildIndex('searched', await openIndexGallery('vectors.npz'), { engine: { kind: 'exact' } });
 * const index = await openIndex('searched');
 * const { ids } = await index.search(embeddingMatrix(Float32Array.of(1, 0, 0, 0), 1, 4), 1);
 * console.log(ids); // [ 'label0/p0.jpg' ]
 * await index.close();
 */
export async function openIndex(folder: string, signal?: AbortSignal): Promise<GalleryIndex> {
  const { current, take, giveBack, use, close } = await followIndex(folder, signal);
  return {
    folder,
    record: () => current().record,
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
    async *held() {
      const open = await take();
      try {
        yield* open.engine.held();
      } catch (error) {
        throw fileSystemError(error, { doing: 'Reading an index', where: folder });
      } finally {
        await giveBack(open);
      }
    },
    names: () =>
      use(async ({ ids, removed, record }) => {
        const rows = Int32Array.from({ length: record.rows }, (_, row) => row).filter(
          (row) => !removed.has(row),
        );
        return { rows, ids: await ids.of(rows) };
      }),
    rowsOf: (ids) => use((open) => heldRowsOf(open.ids, open.removed, ids)),
    bytes: () =>
      use(async ({ record, engine }) => {
        const elsewhere = (await engine.bytesElsewhere?.()) ?? 0;
        return Object.values(record.files).reduce((sum, { bytes }) => sum + bytes, elsewhere);
      }),
    close,
  };
}

/** @returns results that a query can have */
function checkQuestion({ record, folder }: OpenGeneration, queries: EmbeddingMatrix, k: number): number {
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
async function named({ ids }: OpenGeneration, { k, rows, scores }: SearchResult): Promise<IndexResult> {
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
