import { memo } from '../../base/memo.js';
import { RetrievalError } from '../../errors.js';
import { selectRows } from '../../vectors/embeddingMatrix.js';
import { openParquetTable } from '../../vectors/formats/parquetTable.js';
import { readEmbeddingFile } from '../../vectors/readEmbeddingFile.js';
import { unitLength } from '../../vectors/unitLength.js';
import type { ImageRecord, SuppliedVectors, VectorKind } from '../types.js';

/** What the file of vectors says of itself, beside the licence of the pictures. */
export interface VectorNotes {
  /** Identity of the model. */
  modelIdentity: string;
  /** Crops of each picture, where there are several vectors of one. */
  crops?: string;
}

/** Id of the n-th of a picture's vectors: that of the picture if there is only one. */
export function vectorId(picture: string, { perPicture }: Pick<VectorKind, 'perPicture'>, n: number): string {
  return perPicture === 1 ? picture : `${picture}#${n}`;
}

/**
 * Offers the vectors of files as those of a data set. A file may hold the vectors of some pictures only. It is read when
 * vectors of its kind are first asked for.
 *
 * @param files tables as `encodeDirections` writes them, with `VectorNotes`
 * @throws RetrievalError for a file that does not say which model its vectors come from.
 */
export async function suppliedVectors(
  files: readonly string[],
  records: readonly Pick<ImageRecord, 'id'>[],
): Promise<SuppliedVectors> {
  const tables = await Promise.all(
    files.map(async (file) => ({
      notes: await readNotes(file),
      read: memo(
        () => '',
        () => readVectors(file),
      ),
    })),
  );
  return async (kind, numbers) => {
    const table = tables.find(
      ({ notes }) => notes.modelIdentity === kind.model && notes.crops === kind.crops,
    );
    if (!table) return undefined;
    const { matrix, rowOf } = await table.read();
    const rows = Array.from(numbers, (number) => {
      const { id } = records[Math.floor(number / kind.perPicture)]!;
      return rowOf.get(vectorId(id, kind, number % kind.perPicture)) ?? -1;
    });
    return rows.includes(-1) ? undefined : selectRows(matrix, rows);
  };
}

async function readVectors(file: string) {
  const { matrix, ids } = await readEmbeddingFile(file);
  return { matrix: unitLength(matrix), rowOf: new Map(ids?.map((id, row) => [id, row])) };
}

async function readNotes(file: string): Promise<VectorNotes> {
  const { modelIdentity, crops } = (await openParquetTable(file)).notes;
  if (modelIdentity) return { modelIdentity, ...(crops && { crops }) };
  throw new RetrievalError({
    what: 'The file does not say which model its vectors come from',
    where: file,
    expected: 'a value of modelIdentity in its metadata',
    found: 'none',
    fix: 'restore the file',
  });
}
