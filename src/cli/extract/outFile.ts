import { RetrievalError } from '../../errors.js';
import type { ExtractionFiles } from '../../extraction/extractionFiles.js';
import { readNpyMatrix } from '../../vectors/formats/npy.js';
import { embeddingFormats } from '../../vectors/formats/embeddingFormats.js';
import { readIdsFile } from '../../vectors/names/nameLists.js';
import { writeEmbeddingFile } from '../../vectors/writeEmbeddingFile.js';

/** The .npy file that is extracted into: the wanted file, or one beside it to be converted at the end. */
export function npyBeside(out: string, float16: boolean): string {
  const format = embeddingFormats.find((name) => out.endsWith(`.${name}`));
  if (format && (format === 'npy' || !float16)) return out.replace(/\.[^.]+$/, '.npy');
  throw new RetrievalError({
    what: format ? 'Half precision is for .npy files only' : 'The ending of the file names no format',
    where: '--out',
    expected: format ? 'a name that ends in .npy' : embeddingFormats.map((name) => `.${name}`).join(', '),
    found: out,
    kind: 'usage',
  });
}

/** Writes the vectors in the format of the wanted file, unless they are there already. */
export async function convertTo(out: string, { vectors, ids }: ExtractionFiles): Promise<void> {
  if (out === vectors) return;
  const [matrix, names] = [await readNpyMatrix(vectors), await readIdsFile(ids)];
  await writeEmbeddingFile(out, { matrix, ids: names });
}
