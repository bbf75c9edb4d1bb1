import type { CopiedPicture } from '../datasets/own/copies.js';
import type { Dataset } from '../datasets/types.js';
import type { PhotoRecord } from '../extraction/photoChunks.js';
import { RetrievalError } from '../errors.js';

/**
 * The file of a record, or how its bytes are had, for work that goes back to the files.
 * @param field of the configuration that asks for it
 * @throws RetrievalError for a picture that is none: a drawing, or a photo that came small with the workspace.
 */
export function photoOf({ name, records }: Dataset, row: number, field: string): PhotoRecord & CopiedPicture {
  const { id, path, svg, box, read, stamp, bytes, copy } = records[row]!;
  if (path) return { id, path, ...(box && { box }), ...(read && { read, stamp, bytes, copy }) };
  throw new RetrievalError({
    what: 'The pictures of this data set are not files',
    where: `${field}; ${name}, ${id}`,
    expected: 'a data set of photos in files, such as your own or grocery-originals',
    found: svg ? 'drawings, which are rendered once and kept' : 'small pictures that lie in one file',
    fix: `name another data set, or leave out \`${field}\``,
  });
}
