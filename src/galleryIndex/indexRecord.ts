import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { checkedValue, withChecksum } from '../base/files/checkedJson.js';
import { readRegular } from '../base/files/regularFile.js';
import { jsonObject } from '../base/config/jsonObject.js';
import { RetrievalError } from '../errors.js';

const recordSchema = z.object({
  formatVersion: z.literal(1),
  /** The engine's configuration. */
  engine: z.looseObject({ kind: z.string() }),
  /** Of this index and generation, for what lies on a server. */
  name: z.string().regex(/^\w+$/),
  /** D. */
  columns: z.int().positive(),
  /** Model of the vectors, where it is known. */
  model: z.object({ name: z.string(), identity: z.string() }).optional(),
  /** SHA-256 of the vectors and ids that it was begun with. */
  builtFrom: z.string(),
  /** Row numbers given so far. */
  rows: z.int().nonnegative(),
  /** How many of them were removed. */
  removed: z.int().nonnegative(),
  /** Whether it can be searched; before, a build is going on or was stopped. */
  isWhole: z.boolean(),
  state: z.record(z.string(), z.union([z.string(), z.number()])),
  /** All files by their names in the folder, but this record. */
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number() })),
  savedAt: z.string(),
});
/** What is known of one generation of an index. */
export type IndexRecord = z.output<typeof recordSchema>;

/** Name of the record in a generation's folder. */
export const recordFile = 'record.json';
/** Name of the file that tells which generation is searched. */
export const currentFile = 'index.json';
const currentSchema = z.object({
  formatVersion: z.literal(1),
  generation: z.string().regex(/^generation-\d+$/),
});

/** The folder of the generation that is searched; nothing where no index is whole. */
export async function currentGeneration(folder: string): Promise<string | undefined> {
  const file = join(folder, currentFile);
  if (!existsSync(file)) return undefined;
  return join(folder, (await readChecked(file, currentSchema)).generation);
}

/** Makes a generation the one that is searched, at once. */
export async function switchTo(folder: string, generation: string): Promise<void> {
  await atomicWrite(join(folder, currentFile), text({ formatVersion: 1, generation }));
}

/** @throws RetrievalError (data) for a record that is not there, was changed or cut off. */
export async function readRecord(generation: string): Promise<IndexRecord> {
  return readChecked(join(generation, recordFile), recordSchema);
}

/** Writes the record, which makes everything it names count. */
export async function writeRecord(generation: string, record: IndexRecord): Promise<void> {
  await atomicWrite(join(generation, recordFile), text(record));
}

const text = (value: object): string => `${JSON.stringify(withChecksum(value), null, 1)}\n`;

async function readChecked<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const value = checkedValue(jsonObject(await readText(file)));
  const parsed = schema.safeParse(value);
  if (value && parsed.success) return parsed.data;
  throw new RetrievalError({
    what: value
      ? 'The index is of another version of the library'
      : 'The record of the index was changed or cut off',
    where: file,
    expected: value ? 'format version 1' : 'the checksum that stands in it',
    found: value ? JSON.stringify(value).slice(0, 80) : 'another',
    fix: 'build the index again with `asym index build`',
    kind: 'data',
  });
}

async function readText(file: string): Promise<string> {
  try {
    return (await readRegular(file)).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new RetrievalError({
      what: 'A part of the index is missing',
      where: file,
      expected: 'the record that was written with it',
      found: 'no such file',
      fix: 'build the index again with `asym index build`',
      kind: 'data',
      cause: error,
    });
  }
}
