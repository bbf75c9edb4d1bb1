import { parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet';

/** What a column of a table can be used for. */
export type ParquetColumn =
  | { kind: 'vectors'; name: string; description: string; areIntegers: boolean }
  | { kind: 'ids'; name: string; description: string }
  | { kind: 'other'; name: string; description: string };

/** The columns of a table: lists of numbers are vectors, texts and integers can be ids. */
export function parquetColumns(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata).children.map(describeColumn);
}

function describeColumn(column: SchemaTree): ParquetColumn {
  const name = column.element.name;
  const way = [column];
  while (way.at(-1)!.children.length === 1) way.push(way.at(-1)!.children[0]!);
  const leaf = way.at(-1)!;
  if (leaf.children.length > 0) return { kind: 'other', name, description: 'a group of columns' };
  const repetitions = way.filter(({ element }) => element.repetition_type === 'REPEATED').length;
  const { type = 'unknown', converted_type: converted, logical_type: logical } = leaf.element;
  const description = `${'list of '.repeat(repetitions)}${logical?.type ?? converted ?? type}`;
  const isPlainInteger =
    (type === 'INT32' || type === 'INT64') &&
    (logical === undefined || logical.type === 'INTEGER') &&
    (converted === undefined || /^U?INT_\d+$/.test(converted));
  const isFloat = type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'FLOAT16';
  if (repetitions === 1 && (isPlainInteger || isFloat)) {
    return { kind: 'vectors', name, description, areIntegers: isPlainInteger };
  }
  const isText = type === 'BYTE_ARRAY' && (logical?.type ?? converted ?? 'UTF8').match(/^(UTF8|STRING)$/);
  if (way.length === 1 && repetitions === 0 && (isPlainInteger || isText)) {
    return { kind: 'ids', name, description };
  }
  return { kind: 'other', name, description };
}
