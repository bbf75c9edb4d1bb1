import { parquetSchema, type RowGroup } from 'hyparquet';
import { openBytes } from '../../base/objects/openBytes.js';
import type { ByteSource } from '../../base/objects/types.js';
import { RetrievalError } from '../../errors.js';
import { openParquetTable, type ParquetTable } from '../../vectors/formats/parquetTable.js';
import { folderLabel } from '../own/folderPictures.js';
import { labelFields, labelText } from './sampleLabels.js';
import type { AddressedPicture, LookOptions } from './types.js';

/** Columns that pictures are looked for in, and those of their ids. */
const pictureColumns = ['image', 'picture', 'jpg', 'png', 'webp', 'bytes'];
const idColumns = ['id', '__key__', 'path', 'file_name'];
/** Groups of rows whose pictures are kept while the next are decoded. */
const groupsInMemory = 2;

/**
 * The pictures of a Parquet table, in its order: a column of bytes, or of records with the field `bytes`, by one of the usual
 * names. Ids are those of a column `id` or the like, else the numbers of the rows; labels those of a column `label` or the like.
 * A group of rows is read when its first picture's turn comes.
 *
 * @param place a file, an `s3://` object or what an `https://` address leads to
 * @throws RetrievalError (data) for another table; LostObject where nobody answers.
 */
export async function parquetPhotos(place: string, options: LookOptions = {}): Promise<AddressedPicture[]> {
  const source = await openBytes(place);
  const table = await openParquetTable(place, { byteLength: source.size, slice: slicer(source) });
  const names = parquetSchema(table.metadata).children.map(({ element }) => element.name);
  const column = pictureColumns.find((name) => names.includes(name));
  if (column === undefined) throw noPictures(place, names);
  const ids = (await textsOf(table, names, idColumns))?.map(String);
  const labels = options.labels ? (await textsOf(table, names, labelFields))?.map(labelText) : undefined;
  const groups = rowGroups(table, column);
  let first = 0;
  return table.metadata.row_groups.flatMap(({ num_rows: count, columns }, group) => {
    const start = first;
    first += Number(count);
    const bytes = Math.ceil(bytesOfColumn(columns, column) / Number(count));
    return Array.from({ length: Number(count) }, (_, n): AddressedPicture => {
      const row = start + n;
      const id = ids?.[row] ?? String(row);
      return {
        id,
        label: labels?.[row] ?? folderLabel(id),
        path: `${place}, row ${row}`,
        read: async () => bytesOf((await groups(group))[n], `${place}, row ${row}`),
        stamp: `${source.stamp} ${row}`,
        bytes,
      };
    });
  });
}

const slicer =
  (source: ByteSource) =>
  async (start: number, end = source.size): Promise<ArrayBuffer> => {
    const bytes = await source.read(start, end);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  };

/** Values of a group of rows, of which the last few stay in memory. */
function rowGroups(table: ParquetTable, column: string): (group: number) => Promise<unknown[]> {
  const kept = new Map<number, Promise<unknown[]>>();
  return (group) => {
    const found = kept.get(group) ?? table.group(column, group, { binary: true });
    kept.delete(group);
    kept.set(group, found);
    // What failed is asked for again.
    found.catch(() => kept.delete(group));
    for (const old of [...kept.keys()].slice(0, -groupsInMemory)) kept.delete(old);
    return found;
  };
}

/** The values of the first of some columns that the table has. */
async function textsOf(
  table: ParquetTable,
  names: readonly string[],
  columns: readonly string[],
): Promise<unknown[] | undefined> {
  const column = columns.find((name) => names.includes(name));
  if (column === undefined) return undefined;
  const values: unknown[] = [];
  for await (const value of table.values(column)) values.push(value);
  return values;
}

/** Unpacked bytes of a column, with all that is below it, in a group of rows. */
function bytesOfColumn(columns: RowGroup['columns'], column: string): number {
  const parts = columns.filter(({ meta_data: about }) => about?.path_in_schema[0] === column);
  return parts.reduce((sum, { meta_data: about }) => sum + Number(about!.total_uncompressed_size), 0);
}

function bytesOf(value: unknown, where: string): Uint8Array {
  const bytes = value instanceof Uint8Array ? value : (value as { bytes?: unknown } | null)?.bytes;
  if (bytes instanceof Uint8Array) return bytes;
  throw new RetrievalError({
    what: 'A row has no picture',
    where,
    expected: 'bytes of a picture',
    found: value === null || value === undefined ? 'nothing' : typeof value,
    fix: 'write the pictures themselves into the table, not only their paths',
    kind: 'data',
  });
}

function noPictures(where: string, names: readonly string[]): RetrievalError {
  return new RetrievalError({
    what: 'The Parquet table has no column of pictures',
    where,
    expected: `one of ${pictureColumns.join(', ')}`,
    found: names.join(', ') || 'no columns',
    fix: 'rename the column',
    kind: 'data',
  });
}
