import { selectRows, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';
import { queryMeasures } from '../metrics/measures.js';
import type { BootstrapOptions, QueryMeasure } from '../metrics/types.js';
import { checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';
import { rankPositivesOf, type RankOptions } from '../ranking/rankPositives.js';
import type { Relevance } from '../ranking/relevance.js';
import { protocols } from './protocols.js';
import type { AnyProtocolName } from '../../datasets/groundTruth/protocolNames.js';
import { setupsOf, type Setup } from './setups.js';
import type { GroundTruth } from '../../datasets/groundTruth/types.js';

/** What `evaluateProtocol` takes. */
export interface ProtocolInput extends RankOptions {
  protocol: AnyProtocolName;
  groundTruth: GroundTruth;
  /** `[Q, D]`, through the query model. */
  queries: EmbeddingMatrix;
  /** `[N + distractors, D]`, through the gallery model, in memory or read in blocks. */
  gallery: GallerySource;
  /** `[Q]`: the row of each query of the ground truth, or -1 for one that counts nowhere. Default: the same order. */
  queryRows?: ArrayLike<number>;
  /** `[N]`: the row of each picture of the ground truth's gallery. Default: the first rows, in the same order. */
  galleryRows?: ArrayLike<number>;
  /** Rows of the gallery, distractors among them. Default: those of a matrix, else `N`. */
  searchedRows?: number;
  bootstrap?: BootstrapOptions;
}

/** A measure by its name in the papers; fractions, not per cent. */
export interface ProtocolMeasure extends QueryMeasure {
  name: string;
}

/** The numbers of one setup. */
export interface SetupReport {
  /** `easy`, `medium`, `hard`; `public`, `private`; or `all`. */
  name: string;
  /** Queries of the ground truth that take part; `perQuery` of the measures has one number for each. */
  queries: Int32Array;
  /** Those without a positive, which are in no mean. */
  excludedQueries: number;
  /** Empty where every query is excluded. */
  measures: ProtocolMeasure[];
}

/** The numbers of one benchmark. */
export interface ProtocolReport {
  protocol: AnyProtocolName;
  /** Pictures of the ground truth's gallery. */
  galleryCount: number;
  /** Further rows of the gallery, which are wrong for every query. */
  distractorCount: number;
  setups: SetupReport[];
}

/**
 * Scores embeddings as the owners of a benchmark do: by inner product, exactly, ties to the lower gallery row, ignored
 * pictures removed, queries without positives left out and counted. The gallery may be of any size: it is read in blocks,
 * and queries that count nowhere are not searched.
 *
 * @throws RetrievalError for a ground truth of another kind, numbers of rows that do not fit it, distractors where the
 *   protocol has none, embeddings that cannot be compared, or no query with a positive.
 * @example
 * import { readGroundTruth } from 'asymmetric-retrieval/datasets';
 *
 * const report = await evaluateProtocol({
 *   protocol: 'in-shop',
 *   groundTruth: await readGroundTruth('in-shop', 'list_eval_partition.txt'),
 *   queries: embeddingMatrix(Float32Array.of(1, 0), 1, 2),
 *   gallery: embeddingMatrix(Float32Array.of(0.8, 0.6, 0, 1), 2, 2),
 * });
 * console.log(report.setups[0]!.measures[0]!.name); // mAP
 */
export async function evaluateProtocol(input: ProtocolInput): Promise<ProtocolReport> {
  const { groundTruth: truth, queries, gallery } = input;
  const protocol = checkKind(input);
  const galleryCount = truth.galleryIds.length;
  const searchedRows = input.searchedRows ?? (typeof gallery === 'function' ? galleryCount : gallery.rows);
  if (input.galleryRows) checkRows(input.galleryRows, searchedRows, 'galleryRows');
  if (input.queryRows) checkRows(input.queryRows, queries.rows, 'queryRows', true);
  const galleryRows = rowsOrAll(input.galleryRows, galleryCount);
  const queryRows = rowsOrAll(input.queryRows, truth.queryIds.length);
  checkLength(galleryRows, galleryCount, 'galleryRows');
  checkLength(queryRows, truth.queryIds.length, 'queryRows');
  checkGallerySize(input.protocol, galleryCount, searchedRows);
  if (!input.queryRows && queries.rows !== queryRows.length)
    throw wrongQueries(queryRows.length, queries.rows);
  const setups = setupsOf(truth, galleryRows, searchedRows).filter((setup) => setup.queries.length > 0);
  const counted = countedQueries(setups, queryRows.length);
  const positions = await rankPositivesOf(
    selectRows(
      queries,
      counted.map((q) => queryRows[q]!),
    ),
    gallery,
    setups.map((setup) => relevanceOf(setup, counted, searchedRows)),
    input,
  );
  return {
    protocol: input.protocol,
    galleryCount,
    distractorCount: searchedRows - galleryCount,
    setups: setups.map((setup, s): SetupReport => {
      const byQuery = new Map(Array.from(counted, (q, i) => [q, positions[s]![i]!]));
      const lists = Array.from(setup.queries, (q) => byQuery.get(q) ?? new Float64Array(0));
      const excludedQueries = lists.filter((list) => list.length === 0).length;
      const { name } = setup;
      if (excludedQueries === lists.length) {
        return { name, queries: setup.queries, excludedQueries, measures: [] };
      }
      const columns = protocol.measures.map(({ of }) => Float64Array.from(lists, of));
      const measures = queryMeasures(columns, input.bootstrap).map((measure, m) => ({
        name: protocol.measures[m]!.name,
        ...measure,
      }));
      return { name, queries: setup.queries, excludedQueries, measures };
    }),
  };
}

function rowsOrAll(rows: ArrayLike<number> | undefined, count: number): Int32Array {
  return rows ? Int32Array.from(rows) : Int32Array.from({ length: count }, (_, row) => row);
}

/** Queries with a positive in some setup, ascending; the others need no search. */
function countedQueries(setups: Setup[], queryCount: number): Int32Array {
  const counts = new Uint8Array(queryCount);
  for (const { queries, positives } of setups) {
    queries.forEach((q, i) => (counts[q] ||= Number(positives[i]!.length > 0)));
  }
  const counted = Int32Array.from([...counts.keys()].filter((q) => counts[q]));
  if (counted.length > 0) return counted;
  throw new RetrievalError({
    what: 'No query can be evaluated',
    expected: 'at least one query with a positive in the gallery',
    found: `${queryCount} queries, none with a positive`,
    fix: 'look whether this is the ground truth of these pictures',
  });
}

function relevanceOf(setup: Setup, counted: Int32Array, galleryRows: number): Relevance {
  const none = new Int32Array(0);
  const places = new Map(Array.from(setup.queries, (q, i) => [q, i]));
  const pick = (lists: Int32Array[]) => Array.from(counted, (q) => lists[places.get(q) ?? -1] ?? none);
  return { galleryRows, positives: pick(setup.positives), ignored: pick(setup.ignored) };
}

function checkKind({ protocol: name, groundTruth }: ProtocolInput) {
  const protocol = protocols[name];
  if (protocol.groundTruth === groundTruth.kind) return protocol;
  throw new RetrievalError({
    what: 'The ground truth is of another benchmark',
    where: name,
    expected: protocol.groundTruth,
    found: groundTruth.kind,
  });
}

function checkGallerySize(name: AnyProtocolName, expected: number, found: number): void {
  if (found === expected || (found > expected && protocols[name].takesDistractors)) return;
  throw new RetrievalError({
    what: 'The gallery does not have the pictures of the ground truth',
    where: name,
    expected: `${expected} rows${protocols[name].takesDistractors ? ' or, with distractors, more' : ''}`,
    found: `${found} rows`,
  });
}

function wrongQueries(expected: number, found: number): RetrievalError {
  return new RetrievalError({
    what: 'The queries are not those of the ground truth',
    expected: `${expected} rows`,
    found: `${found} rows`,
  });
}
