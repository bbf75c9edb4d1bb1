import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { memo } from '../../base/memo.js';
import { RetrievalError } from '../../errors.js';
import { packed, textElement } from '../../vectors/formats/parquetParts.js';
import { openParquetTable, type ParquetTable } from '../../vectors/formats/parquetTable.js';

/** A picture in a table of photos; the fields are the table's columns. */
export interface TablePhoto {
  /** Unique in the table. */
  id: string;
  label: string;
  /** A wider class that the label belongs to. */
  coarseLabel: string;
  /** The list of its owner that it is in. */
  origin: string;
  /** Place of the label among the labels. */
  labelNumber: number;
  /** Of the picture in the table, in pixels. */
  width: number;
  height: number;
}

/** A table of photos that has been opened. */
export interface PhotoTable {
  photos: TablePhoto[];
  /** What the file says of itself. */
  notes: Record<string, string>;
  /** The encoded pictures, in the order of the photos; read when first asked for. */
  pictures: () => Promise<Uint8Array[]>;
}

const texts = ['id', 'label', 'coarseLabel', 'origin'] as const satisfies (keyof TablePhoto)[];
const numbers = ['labelNumber', 'width', 'height'] as const satisfies (keyof TablePhoto)[];
/** A reader takes a group into memory at a time: 3 MB of pictures. */
const rowsPerGroup = 1000;

/** The bytes of a Parquet table with a row for each photo: what it is, and in the column `picture` the encoded picture. */
export function encodePhotoTable(
  photos: readonly (TablePhoto & { picture: Uint8Array })[],
  notes: Record<string, string>,
): Uint8Array {
  const schema: SchemaElement[] = [
    ...texts.map(textElement),
    ...numbers.map((name): SchemaElement => ({ name, type: 'INT32', repetition_type: 'REQUIRED' })),
    { name: 'picture', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
  ];
  const buffer = parquetWriteBuffer({
    columnData: [
      ...texts.map((name) => ({ name, data: photos.map((photo) => photo[name]) })),
      ...numbers.map((name) => ({ name, data: photos.map((photo) => photo[name]) })),
      // An encoded picture can't be made smaller.
      { name: 'picture', data: photos.map(({ picture }) => picture), codec: 'UNCOMPRESSED' },
    ],
    schema: [{ name: 'root', num_children: schema.length }, ...schema],
    rowGroupSize: rowsPerGroup,
    statistics: false,
    ...packed(notes),
  });
  return new Uint8Array(buffer);
}

/**
 * Opens a table of photos.
 * @throws RetrievalError for a damaged table, a missing column, or a value of another kind.
 */
export async function openPhotoTable(path: string): Promise<PhotoTable> {
  const table = await openParquetTable(path);
  const [id, label, coarseLabel, origin] = await Promise.all(texts.map((name) => texted(table, name)));
  const [labelNumber, width, height] = await Promise.all(numbers.map((name) => numbered(table, name)));
  const photos = id!.map((_, row) => ({
    id: id![row]!,
    label: label![row]!,
    coarseLabel: coarseLabel![row]!,
    origin: origin![row]!,
    labelNumber: labelNumber![row]!,
    width: width![row]!,
    height: height![row]!,
  }));
  const pictures = () => column(table, 'picture', 'bytes', (value) => value instanceof Uint8Array);
  return { photos, notes: table.notes, pictures: memo(() => '', pictures) };
}

const texted = (table: ParquetTable, name: string) =>
  column(table, name, 'a text', (value) => typeof value === 'string');
const numbered = (table: ParquetTable, name: string) =>
  column(table, name, 'a number', (value) => typeof value === 'number');

/** All values of a column, each of the kind that it should have. */
async function column<Value>(
  { path, metadata, values }: ParquetTable,
  name: string,
  kind: string,
  isRight: (value: unknown) => value is Value,
): Promise<Value[]> {
  const there = metadata.schema.slice(1).map((element) => element.name);
  if (!there.includes(name)) throw unusable(path, `a column ${name}`, there.join(', '));
  const found: Value[] = [];
  for await (const value of values(name, { binary: kind === 'bytes' })) {
    if (!isRight(value)) throw unusable(`${path}, ${name}, row ${found.length}`, kind, typeof value);
    found.push(value);
  }
  return found;
}

function unusable(where: string, expected: string, found: string): RetrievalError {
  return new RetrievalError({
    what: 'The file is no table of photos',
    where,
    expected,
    found,
    fix: 'restore it',
  });
}
