import { openEmbeddingGallery } from '../../vectors/gallery/openEmbeddingGallery.js';
import { readEmbeddingFile } from '../../vectors/readEmbeddingFile.js';
import type { RowGallery } from '../../vectors/gallery/gallerySource.js';
import type { EmbeddingFile, EmbeddingFileOptions, EmbeddingGallery } from '../../vectors/types.js';
import type { PassingVectors } from './joinGalleries.js';

/** Files of embeddings of queries and of a gallery. */
export interface SearchedFiles extends PassingVectors {
  /** Embeddings of the queries. */
  queries: string;
  /** Embeddings of the gallery in one or more files, then those of distractors. */
  gallery: readonly string[];
  /** Array of `queries` that is read. Default: `Q` of a `.mat` file, else the only one. */
  queryArray?: string;
  /** Array of `gallery` that is read. Default: `X` of a `.mat` file, else the only one. */
  galleryArray?: string;
  /** File with the ids of `queries`. */
  queryIds?: string;
  /** Files with the ids of `gallery`, one per file, fewer where the last ones have none. */
  galleryIds?: readonly string[];
  /** Whether rows without names are taken in the order of the ground truth; names are then not read. Default false. */
  byOrder?: boolean;
  /** Whether pictures are columns. Default: true for `.mat`, else false. */
  transpose?: boolean;
}

/**
 * The files of a gallery one after the other, with the id of each row where its file has ids.
 * @param names what the rows may be called; default whatever their files say
 */
export async function openGalleries(
  { gallery, galleryArray, galleryIds, transpose, byOrder }: Omit<SearchedFiles, 'queries'>,
  names?: readonly string[],
): Promise<{ galleries: (EmbeddingGallery & RowGallery)[]; ids: (string | undefined)[] }> {
  const galleries = await Promise.all(
    gallery.map((path, i) =>
      openEmbeddingGallery(path, {
        ...arrayOf(path, galleryArray, 'X'),
        idsFile: galleryIds?.[i],
        transpose,
        byOrder,
        names,
      }),
    ),
  );
  return {
    galleries,
    ids: galleries.flatMap(({ ids, rows }) => ids ?? new Array<undefined>(rows).fill(undefined)),
  };
}

/** The embeddings of the queries, with their ids where the file has them. */
export function readQueries(
  { queries, queryArray, queryIds, transpose, byOrder }: SearchedFiles,
  names?: readonly string[],
): Promise<EmbeddingFile> {
  return readEmbeddingFile(queries, {
    ...arrayOf(queries, queryArray, 'Q'),
    idsFile: queryIds,
    transpose,
    byOrder,
    names,
  });
}

/** An `.npy` file has one array without a name. */
function arrayOf(path: string, name: string | undefined, matlabName: string): EmbeddingFileOptions {
  if (/\.npy$/i.test(path)) return {};
  return { array: name ?? (/\.mat$/i.test(path) ? matlabName : undefined) };
}
