import { forEachConcurrently } from '../base/forEachConcurrently.js';
import type { Progress } from '../base/progress.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkCount } from '../vectors/gallery/checkInput.js';
import { engineOf } from './engines.js';
import { listQuality, listsOf, type IndexRelevance, type ResultList } from './listQuality.js';
import type { GalleryIndex } from './openIndex.js';

/** What an index is held against. */
export interface IndexCheckInput {
  index: GalleryIndex;
  /** One's own queries, unit rows `[Q, D]`. */
  queries: EmbeddingMatrix;
  /** Results per query, at least 2; default 10. */
  k?: number;
  /** Settings of searches to try; default: the engine's. */
  settings?: readonly object[];
  /** The same queries by the gallery model, unit rows `[Q, D]`: its order is then what counts, too. */
  reference?: EmbeddingMatrix;
  /** What is right for each query; default: not known. */
  relevance?: IndexRelevance;
  /** Searches at a time while times are taken; default 1. */
  clients?: number;
  onProgress?: Progress;
  signal?: AbortSignal;
}

/** One way to search, with what it finds and how long it takes. Means over queries. */
export interface CheckedSearch {
  settings: object;
  /** Share of the exact first k that is found. */
  recall: number;
  /**
   * Share of the pairs of the exact first k that are in order; what is not found stands below what is, and two that are not
   * found count one half.
   */
  orderConsistency: number;
  /** The same for the gallery model's first k, where its queries are given. */
  orderOfGalleryModel?: number;
  /** mAP@k, where it is known what is right. */
  map?: number;
  milliseconds: { p50: number; p99: number };
  queriesPerSecond: number;
}

/** What an index does to exact search, and what it gives for it. */
export interface IndexCheck {
  k: number;
  queries: number;
  /** Vectors that are searched. */
  rows: number;
  columns: number;
  bytes: number;
  clients: number;
  exact: CheckedSearch;
  searches: CheckedSearch[];
}

/** Queries by which exact search is timed, and those that are asked before any time counts. */
const [timedExactly, warming] = [5, 10];

/**
 * Holds the searches of an index against exact search over what it holds: what is found, in which order, and how fast.
 *
 * @throws RetrievalError for queries that can't be compared and settings that the engine does not have.
 * @example
 * await buildIndex('index', await openIndexGallery('vectors.npz'), { engine: { kind: 'exact' } });
 * const index = await openIndex('index');
 * const queries = embeddingMatrix(Float32Array.of(0, 0, 0, 1, 1, 0, 0, 0), 2, 4);
 * const { searches } = await checkIndex({ index, queries, k: 5 });
 * console.log(searches[0]!.recall, searches[0]!.orderConsistency); // 1 1
 * await index.close();
 */
export async function checkIndex(input: IndexCheckInput): Promise<IndexCheck> {
  const { index, queries, k = 10, reference, relevance, clients = 1, onProgress, signal } = input;
  checkCount(k, 'k', 2);
  checkCount(clients, 'clients');
  const { engine } = index.record();
  const tried = input.settings ?? engineOf(engine).tried(engine);
  // What is left out of a query's list makes room for others.
  const asked = k + longest(relevance);
  const tell = (done: number): void =>
    onProgress?.({ done, total: tried.length + 1, what: 'ways to search' });
  tell(0);
  const exactly = async (vectors: EmbeddingMatrix): Promise<ResultList[]> =>
    listsOf(await index.exact(vectors, asked), k, relevance);
  const exact = await exactly(queries);
  const ofModel = reference && (reference === queries ? exact : await exactly(reference));
  const quality = (lists: readonly ResultList[]) => listQuality(lists, exact, ofModel, k, relevance);
  const some = firstRows(queries, timedExactly);
  const searches: CheckedSearch[] = [];
  const ofExact = {
    settings: {},
    ...quality(exact),
    ...(await timed(some, 1, (query) => index.exact(query, asked), signal)),
  };
  for (const settings of tried) {
    tell(searches.length + 1);
    const lists = new Array<ResultList>(queries.rows);
    await Promise.all(
      Array.from({ length: Math.min(warming, queries.rows) }, (_, query) =>
        index.search(selectRows(queries, [query]), asked, settings),
      ),
    );
    const times = await timed(
      queries,
      clients,
      async (vector, query) => {
        const found = await index.search(vector, asked, settings);
        [lists[query]] = listsOf(found, k, relevance && [relevance[query]!]) as [ResultList];
      },
      signal,
    );
    searches.push({ settings, ...quality(lists), ...times });
  }
  tell(tried.length + 1);
  const { rows, removed, columns } = index.record();
  return {
    k,
    queries: queries.rows,
    rows: rows - removed,
    columns,
    bytes: await index.bytes(),
    clients,
    exact: ofExact,
    searches,
  };
}

/** Asks one query after the other, some at a time. */
async function timed(
  queries: EmbeddingMatrix,
  clients: number,
  ask: (query: EmbeddingMatrix, number: number) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<Pick<CheckedSearch, 'milliseconds' | 'queriesPerSecond'>> {
  const milliseconds = new Float64Array(queries.rows);
  const start = performance.now();
  await forEachConcurrently(
    queries.rows,
    async (query) => {
      signal?.throwIfAborted();
      const vector = selectRows(queries, [query]);
      const asked = performance.now();
      await ask(vector, query);
      milliseconds[query] = performance.now() - asked;
    },
    clients,
  );
  const seconds = (performance.now() - start) / 1000;
  milliseconds.sort();
  const at = (share: number): number => milliseconds[Math.ceil(share * queries.rows) - 1]!;
  return { milliseconds: { p50: at(0.5), p99: at(0.99) }, queriesPerSecond: queries.rows / seconds };
}

const firstRows = (matrix: EmbeddingMatrix, count: number): EmbeddingMatrix =>
  selectRows(matrix, [...Array(Math.min(count, matrix.rows)).keys()]);

const longest = (relevance: IndexRelevance = []): number =>
  relevance.reduce((most, { ignored }) => Math.max(most, ignored.size), 0);
