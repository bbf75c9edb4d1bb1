import { flatTable, type FlatField } from './flatTable.js';

/** Key of a Parquet file's metadata under which Arrow's readers look for the types of its columns. */
export const arrowSchemaKey = 'ARROW:schema';

/** Numbers in the format (Schema.fbs, Message.fbs). */
const types = { floatingPoint: 3, utf8: 5, fixedSizeList: 16 } as const;
const schemaHeader = 1;
const version5 = 4;
const single = 1;

/**
 * Arrow's description of a table with a column `id` of texts, where there are ids, and a column of lists of `length`
 * float32, as its readers want it in a Parquet file: Parquet itself has no lists of one length, and databases of vectors
 * ask for them.
 */
export function arrowSchema(length: number, hasIds: boolean): string {
  const number = field('element', types.floatingPoint, [[0, 'short', single]]);
  const vectors = field('embedding', types.fixedSizeList, [[0, 'int', length]], [number]);
  const schema: FlatField[] = [[1, { list: [...(hasIds ? [field('id', types.utf8, [])] : []), vectors] }]];
  const message = flatTable([
    [0, 'short', version5],
    [1, 'byte', schemaHeader],
    [2, schema],
  ]);
  const prefix = Buffer.alloc(8);
  // What is not followed by a length of 32 bits was written by an older Arrow.
  prefix.writeUInt32LE(0xffffffff, 0);
  prefix.writeUInt32LE(message.length, 4);
  return Buffer.concat([prefix, message]).toString('base64');
}

function field(name: string, type: number, details: FlatField[], children: FlatField[][] = []): FlatField[] {
  return [
    [0, name],
    [2, 'byte', type],
    [3, details],
    [5, { list: children }],
  ];
}
