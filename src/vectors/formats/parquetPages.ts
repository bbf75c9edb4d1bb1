import type { AsyncBuffer, Compressors, FileMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import { crc32 } from './crc32.js';

/** Values that a chunk may say it has for each of its bytes, and in any case; beyond it counts as a bomb. */
const valuesPerByte = 1000;
const harmlessValues = 2 ** 22;
/** Values by which a writer may fill up the last run of levels or indices. */
const padding = 512;

/** Widths in bits of what stands in front of a page's values. */
interface LevelWidths {
  repetition: number;
  definition: number;
}

/**
 * Walks through the pages of a column and compares what they say of themselves with the room that there is. The library
 * that decodes them takes it on trust: a damaged size would keep it busy for ever or fill the memory.
 *
 * @throws Error for sizes, counts and runs that cannot be.
 */
export async function checkPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: string,
  compressors: Compressors,
): Promise<void> {
  for (const { columns } of metadata.row_groups) {
    const meta = columns.find((chunk) => chunk.meta_data?.path_in_schema[0] === column)?.meta_data;
    if (!meta) throw new Error('a group of rows without the column');
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const bytes = new Uint8Array(await file.slice(start, start + Number(meta.total_compressed_size)));
    const path = getSchemaPath(metadata.schema, meta.path_in_schema);
    const widths = {
      repetition: bitWidth(getMaxRepetitionLevel(path)),
      definition: bitWidth(getMaxDefinitionLevel(path)),
    };
    const expected = Number(meta.num_values);
    if (expected > Math.max(harmlessValues, bytes.length * valuesPerByte)) {
      throw new Error(`${expected} values in ${bytes.length} bytes`);
    }
    const unpack = (page: Uint8Array, size: number) => decompressPage(page, size, meta.codec, compressors);
    const found = checkChunk(bytes, expected, widths, unpack);
    if (found !== expected) throw new Error(`pages of ${found} values instead of ${expected}`);
  }
}

/** @returns the number of values of the pages. */
function checkChunk(
  bytes: Uint8Array,
  expected: number,
  widths: LevelWidths,
  unpack: (page: Uint8Array, size: number) => Uint8Array,
): number {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  let values = 0;
  while (reader.offset < bytes.length && values < expected) {
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    const end = reader.offset + size;
    if (!(size >= 0 && end <= bytes.length)) throw new Error(`a page of ${size} bytes`);
    const page = bytes.subarray(reader.offset, end);
    if (header.crc !== undefined && crc32(page) !== header.crc >>> 0)
      throw new Error('a page with another checksum');
    reader.offset = end;
    if (header.type === 'DICTIONARY_PAGE') continue;
    const data = header.data_page_header ?? header.data_page_header_v2;
    if (!data) throw new Error('a page without values');
    const count = data.num_values;
    if (!(count >= 0 && values + count <= expected)) throw new Error(`a page of ${count} values`);
    values += count;
    if (header.data_page_header_v2) checkPageV2(page, header, widths, unpack);
    else checkPage(unpack(page, header.uncompressed_page_size), header, widths);
  }
  return values;
}

/** Levels with their length in front of them, then values. */
function checkPage(page: Uint8Array, header: PageHeader, { repetition, definition }: LevelWidths): void {
  const { num_values: count, encoding } = header.data_page_header!;
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  let position = 0;
  for (const width of [repetition, definition]) {
    if (width === 0) continue;
    const start = position + 4;
    position = start + view.getUint32(position, true);
    checkRuns(page, start, position, width, count);
  }
  if (encoding.endsWith('_DICTIONARY')) checkIndices(page, position, count);
}

/** Levels whose lengths are in the header and which are never packed, then values. */
function checkPageV2(
  page: Uint8Array,
  header: PageHeader,
  { repetition, definition }: LevelWidths,
  unpack: (page: Uint8Array, size: number) => Uint8Array,
): void {
  const data = header.data_page_header_v2!;
  const { num_values: count, num_nulls: nulls, num_rows: rows } = data;
  const [first, second] = [data.repetition_levels_byte_length, data.definition_levels_byte_length];
  const isPossible = first >= 0 && second >= 0 && nulls >= 0 && nulls <= count && rows >= 0 && rows <= count;
  if (!isPossible) throw new Error('a page with impossible counts');
  const levels = first + second;
  checkRuns(page, 0, first, repetition, count);
  checkRuns(page, first, levels, definition, count);
  const packed = page.subarray(levels);
  const values =
    data.is_compressed === false ? packed : unpack(packed, header.uncompressed_page_size - levels);
  if (data.encoding.endsWith('_DICTIONARY')) checkIndices(values, 0, count);
}

/** Numbers of entries of a dictionary, their width in front of them. */
function checkIndices(page: Uint8Array, position: number, count: number): void {
  const width = page[position];
  if (width === undefined || width > 32) throw new Error(`indices of ${width} bits`);
  checkRuns(page, position + 1, page.length, width, count);
}

/** Runs of repeated or packed numbers: none may go on for longer than there are numbers. */
function checkRuns(page: Uint8Array, start: number, end: number, width: number, count: number): void {
  if (end > page.length) throw new Error(`levels up to byte ${end} of a page of ${page.length}`);
  const reader = { view: new DataView(page.buffer, page.byteOffset, end), offset: start };
  for (let seen = 0; seen < count && reader.offset < end;) {
    const header = readVarInt(reader) >>> 0;
    const isPacked = header % 2 === 1;
    const run = isPacked ? (header >>> 1) * 8 : header >>> 1;
    if (run > count - seen + padding) throw new Error(`a run of ${run} numbers in a page of ${count}`);
    reader.offset += isPacked ? (run * width) / 8 : Math.ceil(width / 8);
    seen += run;
  }
}

function bitWidth(value: number): number {
  return 32 - Math.clz32(value);
}
