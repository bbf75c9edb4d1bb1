import { RetrievalError } from '../../errors.js';
import type { EmbeddingGallery } from '../../vectors/types.js';
import type { BirdSplit } from '../../datasets/groundTruth/birdsReader.js';
import type { ProtocolInput } from './types.js';
import { galleryParts } from './galleryParts.js';
import { matchRows } from '../../vectors/names/matchRows.js';
import { pictureName } from '../../vectors/names/nameFinder.js';
import { protocols } from './protocols.js';
import type { ProtocolName } from '../../datasets/groundTruth/protocolNames.js';
import { readGroundTruth } from '../../datasets/groundTruth/readGroundTruth.js';
import { openGalleries, readQueries, type SearchedFiles } from './searchedFiles.js';
import { setupsOf } from './setups.js';
import type { GroundTruth } from '../../datasets/groundTruth/types.js';

/** Files of embeddings and of ground truth that belong together. */
export interface EvaluationFiles extends SearchedFiles {
  protocol: ProtocolName;
  /** The owner's file; see `readGroundTruth`. */
  groundTruth: string;
  /** CUB-200-2011: which pictures are tested, default `unseen-classes`. */
  birdSplit?: BirdSplit;
}

/** What is scored, and how its rows are known to belong to the ground truth. */
export interface EvaluationInput extends ProtocolInput {
  named: { queries: string; gallery: string };
}

/**
 * Opens the files of an evaluation. Rows are found by their names, in whatever list of a file or beside it has those of the
 * ground truth, or lie in its order where `byOrder` says so. Distractors are rows whose name is unknown, or the rows of
 * further files.
 *
 * @throws RetrievalError for files that cannot be read and for rows that do not fit the ground truth.
 * @example
 * const files = { protocol: 'in-shop', groundTruth: 'list_eval_partition.txt' } as const;
 * await writeEmbeddingFile('queries.npy', { matrix: embeddingMatrix(Float32Array.of(1, 0), 1, 2) });
 * const gallery = embeddingMatrix(Float32Array.of(0.8, 0.6, 0, 1), 2, 2);
 * await writeEmbeddingFile('gallery.npy', { matrix: gallery });
 * const vectors = { queries: 'queries.npy', gallery: ['gallery.npy'] };
 * const input = await openEvaluation({ ...files, ...vectors, byOrder: true });
 * console.log((await evaluateProtocol(input)).galleryCount); // 2
 */
export async function openEvaluation(files: EvaluationFiles): Promise<EvaluationInput> {
  const { protocol, birdSplit, byOrder } = files;
  // The solution of Google Landmarks v2 does not say which pictures there are.
  const isTruthNamed = protocol !== 'google-landmarks-v2';
  const known = isTruthNamed ? await readGroundTruth(protocol, files.groundTruth, { birdSplit }) : undefined;
  const { galleries, ids } = await openGalleries(
    { ...files, byOrder: isTruthNamed && byOrder },
    known?.galleryIds,
  );
  const named = ids.filter((id) => id !== undefined);
  const groundTruth =
    known ??
    (await readGroundTruth(protocol, files.groundTruth, {
      // Without their folders.
      galleryIds: named.length > 0 ? named.map(pictureName) : undefined,
    }));
  const { galleryIds, queryIds: names } = groundTruth;
  if (named.length === 0 && !byOrder) throw nameless('the gallery', files.gallery[0]!, galleryIds);
  const galleryFrom = galleries.flatMap(({ idsFrom }) => idsFrom ?? []).join(', ');
  const galleryRows =
    named.length > 0
      ? rowsById(groundTruth, ids, protocol, galleryFrom)
      : rowsInOrder(galleryIds.length, galleries, protocol);
  const { matrix: queries, ids: queryIds, idsFrom } = await readQueries(files, names);
  const counts = countingQueries(groundTruth);
  if (!queryIds && !byOrder) throw nameless('the queries', files.queries, names);
  if (!queryIds) checkRowCount(names.length, queries, 'the queries');
  const part = galleryParts(galleries, files);
  return {
    protocol,
    groundTruth,
    queries,
    gallery: part(0, ids.length, files.onRows),
    part,
    queryRows:
      queryIds && matchRows(names, queryIds, `the queries, named by ${idsFrom}`, (q) => counts.has(q)).rows,
    galleryRows,
    searchedRows: ids.length,
    named: { queries: idsFrom ?? inOrder, gallery: galleryFrom || inOrder },
  };
}

const inOrder = 'the order of the ground truth';

function nameless(what: string, file: string, names: readonly string[]): RetrievalError {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  return new RetrievalError({
    what: 'The vectors have no names',
    where: `${what}, ${file}`,
    expected: `a column, or a file beside it, with the names of the ground truth, such as ${shown.join(', ')}`,
    found: 'rows without names',
    fix: 'name a list of them with --query-ids or --gallery-ids; where the rows are in the order of the ground truth, say so with --by-order (byOrder)',
  });
}

/** Queries that some setup counts; the others need no embedding. */
function countingQueries(truth: GroundTruth): Set<number> {
  const rows = Int32Array.from({ length: truth.galleryIds.length }, (_, row) => row);
  return new Set(
    setupsOf(truth, rows, rows.length).flatMap(({ queries, positives }) =>
      [...queries].filter((_, i) => positives[i]!.length > 0),
    ),
  );
}

function rowsById(
  truth: GroundTruth,
  ids: (string | undefined)[],
  protocol: ProtocolName,
  from: string,
): Int32Array {
  const { rows, unknown } = matchRows(truth.galleryIds, ids, `the gallery, named by ${from}`);
  const [first] = unknown;
  if (first === undefined || protocols[protocol].takesDistractors) return rows;
  throw new RetrievalError({
    what: 'The gallery has pictures that the ground truth does not know',
    where: `the gallery, row ${first}`,
    expected: `the ${truth.galleryIds.length} pictures of the ground truth`,
    found: `${unknown.length} others, such as ${JSON.stringify(ids[first])}`,
    fix: 'embed the gallery only: further pictures would change the numbers',
  });
}

/** The first files must hold the gallery to the row, so that a wrong file cannot pass for distractors. */
function rowsInOrder(expected: number, galleries: EmbeddingGallery[], protocol: ProtocolName): Int32Array {
  let rows = 0;
  let used = 0;
  while (used < galleries.length && rows < expected) rows += galleries[used++]!.rows;
  const further = galleries.slice(used).reduce((sum, gallery) => sum + gallery.rows, 0);
  const { takesDistractors } = protocols[protocol];
  checkRowCount(
    expected,
    { rows: takesDistractors ? rows : rows + further, columns: galleries[0]!.columns },
    'the gallery',
  );
  return Int32Array.from({ length: expected }, (_, row) => row);
}

function checkRowCount(expected: number, found: { rows: number; columns: number }, where: string): void {
  if (found.rows === expected) return;
  throw new RetrievalError({
    what: 'The number of embeddings is not the one of the ground truth',
    where,
    expected: `${expected} rows, or ids by which to find them`,
    found: `${found.rows} rows of ${found.columns} numbers`,
    fix:
      found.columns === expected
        ? 'the pictures seem to be columns, or rows in a .mat file: say so by --pictures-are columns or rows'
        : 'give it the files of this benchmark; distractors go into files of their own',
  });
}
