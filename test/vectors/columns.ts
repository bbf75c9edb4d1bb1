import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** Writes a Parquet table with columns of texts and a column `vector` of lists of two numbers, row n being `[n, 1]`. */
export function writeColumns(file: string, texts: Record<string, (string | null)[]>): void {
  const rows = Object.values(texts)[0].length;
  const vectors = Array.from({ length: rows }, (_, row) => [row, 1]);
  const columnData = [
    ...Object.entries(texts).map(([name, data]) => ({ name, data })),
    { name: 'vector', data: vectors },
  ];
  writeFileSync(
    file,
    new Uint8Array(
      parquetWriteBuffer({
        columnData,
        schema: [
          { name: 'root', num_children: columnData.length },
          ...Object.keys(texts).map(
            (name) =>
              ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }) as const,
          ),
          { name: 'vector', repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
        ],
      }),
    ),
  );
}
