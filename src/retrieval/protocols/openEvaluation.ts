import { RetrievalError } from '../../errors.js';
import { openEmbeddingGallery } from '../../vectors/gallery/openEmbeddingGallery.js';
import { readEmbeddingFile } from '../../vectors/readEmbeddingFile.js';
import type { EmbeddingFileOptions, EmbeddingGallery } from '../../vectors/types.js';
import type { BirdSplit } from '../../datasets/groundTruth/birdsReader.js';
import type { ProtocolInput } from './evaluateProtocol.js';
import { joinGalleries, type PassingVectors } from './joinGalleries.js';
import { matchRows, pictureName } from '../../vectors/names/matchRows.js';
import { protocols } from './protocols.js';
import type { ProtocolName } from '../../datasets/groundTruth/protocolNames.js';
import { readGroundTruth } from '../../datasets/groundTruth/readGroundTruth.js';
import { setupsOf } from './setups.js';
import type { GroundTruth } from '../../datasets/groundTruth/types.js';

/** Files of embeddings and of ground truth that belong together. */
export interface EvaluationFiles extends PassingVectors {
  protocol: ProtocolName;
  /** Embeddings of the queries. */
  queries: string;
  /** Embeddings of the gallery in one or more files, then those of distractors. */
  gallery: readonly string[];
  /** The owner's file; see `readGroundTruth`. */
  groundTruth: string;
  /** Array of `queries` that is read. Default: `Q` of a `.mat` file, else the only one. */
  queryArray?: string;
  /** Array of `gallery` that is read. Default: `X` of a `.mat` file, else the only one. */
  galleryArray?: string;
  /** File with the ids of `queries`. */
  queryIds?: string;
  /** Files with the ids of `gallery`, one per file, fewer where the last ones have none. */
  galleryIds?: readonly string[];
  /** Whether pictures are columns. Default: true for `.mat`, else false. */
  transpose?: boolean;
  /** CUB-200-2011: which pictures are tested, default `unseen-classes`. */
  birdSplit?: BirdSplit;
}

/**
 * Opens the files of an evaluation. Rows are found by their ids where the files carry ids; else they must lie in the order
 * of the ground truth. Distractors are rows whose id is unknown, or the rows of further files.
 *
 * @throws RetrievalError for files that cannot be read and for rows that do not fit the ground truth.
 * @example
 * const files = { protocol: 'in-shop', groundTruth: 'list_eval_partition.txt' } as const;
 * await writeEmbeddingFile('queries.npy', { matrix: embeddingMatrix(Float32Array.of(1, 0), 1, 2) });
 * const gallery = embeddingMatrix(Float32Array.of(0.8, 0.6, 0, 1), 2, 2);
 * await writeEmbeddingFile('gallery.npy', { matrix: gallery });
 * const input = await openEvaluation({ ...files, queries: 'queries.npy', gallery: ['gallery.npy'] });
 * console.log((await evaluateProtocol(input)).galleryCount); // 2
 */
export async function openEvaluation(files: EvaluationFiles): Promise<ProtocolInput> {
  const { protocol, birdSplit, transpose } = files;
  const galleries = await Promise.all(
    files.gallery.map((path, i) =>
      openEmbeddingGallery(path, {
        ...arrayOf(path, files.galleryArray, 'X'),
        idsFile: files.galleryIds?.[i],
        transpose,
      }),
    ),
  );
  const ids = galleries.flatMap(
    (gallery) => gallery.ids ?? new Array<undefined>(gallery.rows).fill(undefined),
  );
  const named = ids.filter((id) => id !== undefined);
  const groundTruth = await readGroundTruth(protocol, files.groundTruth, {
    birdSplit,
    // The solution of Google Landmarks v2 names pictures without their folders.
    galleryIds: named.length > 0 ? named.map(pictureName) : undefined,
  });
  const galleryRows =
    named.length > 0
      ? rowsById(groundTruth, ids, protocol)
      : rowsInOrder(groundTruth.galleryIds.length, galleries, protocol);
  const { matrix: queries, ids: queryIds } = await readEmbeddingFile(files.queries, {
    ...arrayOf(files.queries, files.queryArray, 'Q'),
    idsFile: files.queryIds,
    transpose,
  });
  const counts = countingQueries(groundTruth);
  const { queryIds: names } = groundTruth;
  if (!queryIds) checkRowCount(names.length, queries, 'the queries');
  return {
    protocol,
    groundTruth,
    queries,
    gallery: joinGalleries(
      galleries.map(({ source }) => source),
      files,
    ),
    queryRows: queryIds && matchRows(names, queryIds, 'the queries', (q) => counts.has(q)).rows,
    galleryRows,
    searchedRows: ids.length,
  };
}

/** An `.npy` file has one array without a name. */
function arrayOf(path: string, name: string | undefined, matlabName: string): EmbeddingFileOptions {
  if (/\.npy$/i.test(path)) return {};
  return { array: name ?? (/\.mat$/i.test(path) ? matlabName : undefined) };
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

function rowsById(truth: GroundTruth, ids: (string | undefined)[], protocol: ProtocolName): Int32Array {
  const { rows, unknown } = matchRows(truth.galleryIds, ids, 'the gallery');
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
