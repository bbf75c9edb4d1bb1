import { selectRows, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';
import { queryMeasures } from '../metrics/measures.js';
import { checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import type { Relevance } from '../ranking/relevance.js';
import type { ProtocolInput, ProtocolReport, SetupReport } from './types.js';
import { protocols } from './protocols.js';
import type { AnyProtocolName } from '../../datasets/groundTruth/protocolNames.js';
import { setupsOf, type Setup } from './setups.js';

/** What an evaluation searches, and what it makes of the places of what is right. */
export interface ProtocolPlan {
  /** `[Q, D]`: those with something right to find. */
  queries: EmbeddingMatrix;
  /** One entry per setup, each of the `Q` queries. */
  relevances: Relevance[];
  /** Rows of the gallery, distractors among them. */
  searchedRows: number;
  /** @param positions one entry per setup, as `rankPositivesOf` gives it */
  report: (positions: readonly Float64Array[][]) => ProtocolReport;
}

/**
 * Everything of an evaluation but the search.
 *
 * @throws RetrievalError as `evaluateProtocol`, apart from what the gallery's vectors are.
 */
export function planProtocol(input: ProtocolInput): ProtocolPlan {
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
  const report = (positions: readonly Float64Array[][]): ProtocolReport => ({
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
  });
  return {
    queries: selectRows(
      queries,
      counted.map((q) => queryRows[q]!),
    ),
    relevances: setups.map((setup) => relevanceOf(setup, counted, searchedRows)),
    searchedRows,
    report,
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
