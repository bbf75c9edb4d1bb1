import {
  readLabels,
  type LabelFiles,
  type LabelledGroundTruth,
} from '../../datasets/groundTruth/labelsReader.js';
import { labelsProtocol } from '../../datasets/groundTruth/protocolNames.js';
import { RetrievalError } from '../../errors.js';
import type { ProtocolInput } from './types.js';
import { galleryParts } from './galleryParts.js';
import { matchRows } from '../../vectors/names/matchRows.js';
import { openGalleries, readQueries, type SearchedFiles } from './searchedFiles.js';

/** Files of one's own labelled vectors. */
export interface LabelledFiles extends Omit<SearchedFiles, 'queries'>, LabelFiles {
  /** Embeddings of the queries; default: the first file of the gallery. */
  queries?: string;
  /** Takes vectors without ids in the order of the table's rows, all of them or those of their side; default false. */
  byOrder?: boolean;
}

/** One's own labelled vectors, ready for `evaluateProtocol`. */
export interface LabelledInput extends ProtocolInput {
  groundTruth: LabelledGroundTruth['groundTruth'];
  /** `[Q]` */
  queryRows: Int32Array;
  /** `[N]` */
  galleryRows: Int32Array;
  searchedRows: number;
  /** `[Q]` */
  queryLabels: string[];
  /** `[N]`; empty for a picture without a label. */
  galleryLabels: string[];
  /** How rows are known to belong to the pictures. */
  named: { queries: string; gallery: string };
}

/**
 * Opens labelled vectors. Rows are found by their ids, in whatever list of a file or beside it has the table's names. Rows of pictures that take no part are not searched; in a file
 * without ids beside one with ids every row is a distractor.
 *
 * @throws RetrievalError for files that cannot be read, pictures without vectors, vectors that the table does not name, and
 *   vectors without ids unless `byOrder` is set.
 * @example
 * import { writeFileSync } from 'node:fs';
 *
 * writeFileSync('labels.csv', 'id,label\na,cat\nb,cat\nc,dog\n');
 * const matrix = embeddingMatrix(Float32Array.of(1, 0, 0.8, 0.6, 0, 1), 3, 2);
 * await writeEmbeddingFile('labelled.npz', { matrix, ids: ['a', 'b', 'c'] });
 * const input = await openLabelled({ labels: 'labels.csv', gallery: ['labelled.npz'] });
 * const { setups } = await evaluateProtocol(input);
 * console.log(setups[0]!.queries.length, setups[0]!.excludedQueries); // 3 1
 */
export async function openLabelled(files: LabelledFiles): Promise<LabelledInput> {
  const { byOrder = false } = files;
  const { groundTruth, queryLabels, galleryLabels, pictures, ignored } = await readLabels(files);
  const { galleryIds, queryIds } = groundTruth;
  const { galleries, ids } = await openGalleries(files, pictures);
  const galleryFrom = [...new Set(galleries.flatMap(({ idsFrom }) => idsFrom ?? []))].join(', ');
  const namesOfRows = named(ids, pictures, galleryIds, { byOrder, where: files.gallery.join(', ') });
  const inGallery = new Set(galleryIds);
  const { rows, unknown } = matchRows(pictures, namesOfRows, namedBy('the gallery', galleryFrom), (n) =>
    inGallery.has(pictures[n]!),
  );
  const unnamed = unknown.filter((row) => !ignored.has(namesOfRows[row]!));
  if (unnamed.length > 0) throw notInTable(unnamed, namesOfRows, files.labels);
  checkIgnored(ignored, new Set([...pictures, ...namesOfRows]), files.ignore!);
  const places = new Map(pictures.map((id, n) => [id, rows[n]!]));
  const keep = Uint8Array.from(namesOfRows, (id) => Number(id === undefined));
  for (const id of galleryIds) keep[places.get(id)!] = 1;
  const newRow = new Int32Array(keep.length);
  let searchedRows = 0;
  keep.forEach((kept, row) => (newRow[row] = kept ? searchedRows++ : -1));
  const queries = await readQueries({ ...files, queries: files.queries ?? files.gallery[0]! }, pictures);
  const queryNames = named(
    queries.ids ?? new Array<undefined>(queries.matrix.rows).fill(undefined),
    pictures,
    queryIds,
    {
      byOrder,
      where: queries.path,
    },
  );
  const part = galleryParts(galleries, files, keep);
  return {
    protocol: labelsProtocol,
    groundTruth,
    queryLabels,
    galleryLabels,
    queries: queries.matrix,
    queryRows: matchRows(queryIds, queryNames, namedBy('the queries', queries.idsFrom)).rows,
    gallery: part(0, searchedRows, files.onRows),
    part,
    galleryRows: Int32Array.from(galleryIds, (id) => newRow[places.get(id)!]!),
    searchedRows,
    named: { queries: queries.idsFrom ?? inOrder, gallery: galleryFrom || inOrder },
  };
}

const inOrder = 'the order of the table';

const namedBy = (side: string, from: string | undefined): string =>
  from ? `${side}, named by ${from}` : side;

/** The names of rows: their ids or, where that was asked for, the table's names in its order. */
function named(
  ids: (string | undefined)[],
  pictures: string[],
  side: string[],
  { byOrder, where }: { byOrder: boolean; where: string },
): (string | undefined)[] {
  if (ids.some((id) => id !== undefined)) return ids;
  const names = [pictures, side].find(({ length }) => length === ids.length);
  if (byOrder && names) return names;
  const counts = `${pictures.length} (every row of the table) or ${side.length} (this side)`;
  throw new RetrievalError({
    what: byOrder ? 'The vectors are not as many as the pictures' : 'The vectors have no ids',
    where,
    expected: byOrder ? counts : 'ids in the file or beside it, by which to find the labels',
    found: `${ids.length} rows without ids`,
    fix: byOrder
      ? 'give the vectors of this table'
      : 'give them by --gallery-ids and --query-ids, or say by --by-order that the rows lie in the order of the table',
  });
}

function checkIgnored(ignored: ReadonlySet<string>, known: ReadonlySet<unknown>, where: string): void {
  const unknown = [...ignored].filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new RetrievalError({
    what: 'Pictures to ignore are neither in the table of labels nor among the vectors',
    where,
    expected: 'ids as they stand there',
    found: `${unknown.length} others, such as ${unknown
      .slice(0, 3)
      .map((id) => JSON.stringify(id))
      .join(', ')}`,
    fix: 'correct the ids, or take them out of the list',
  });
}

function notInTable(rows: number[], ids: (string | undefined)[], labels: string): RetrievalError {
  const shown = rows.slice(0, 3).map((row) => JSON.stringify(ids[row]));
  return new RetrievalError({
    what: 'The gallery has pictures that the table of labels does not name',
    where: labels,
    expected: 'a row for each; one without a label is right for no query',
    found: `${rows.length} others, such as ${shown.join(', ')}`,
    fix: 'add them without a label to search among them, or put their ids into a list for --ignore',
  });
}
