import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { atomicWrite } from '../base/files/atomicWrite.js';

/** Everything that stored vectors depend on beside the pictures: model, sizes, scales ... */
export type ExtractionDescription = Record<string, string | number>;

export const descriptionSchema = z.record(z.string(), z.union([z.string(), z.number()]));

const entrySchema = z.strictObject({
  chunk: z.number(),
  /** Row of the file that the chunk begins at. */
  first: z.number(),
  rows: z.number(),
  /** Hash over ids, boxes, sizes and times of the pictures. */
  key: z.string(),
  /** Of the rows' bytes. */
  sha256: z.string(),
  broken: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
});
/** A finished chunk. */
export type ChunkEntry = z.output<typeof entrySchema>;

/** What a log says: a line for the description, then a line per finished chunk; of a repeated chunk the last counts. */
export interface ChunkLogContent {
  description: ExtractionDescription;
  entries: Map<number, ChunkEntry>;
}

/** Reads a log; nothing when it is missing or its first line is damaged. Damaged lines count as chunks to do again. */
export async function readChunkLog(file: string): Promise<ChunkLogContent | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const [first, ...lines] = text.split('\n');
  const description = descriptionSchema.safeParse(parseLine(first!));
  if (!description.success) return undefined;
  const entries = lines.map((line) => entrySchema.safeParse(parseLine(line)));
  return {
    description: description.data,
    entries: new Map(entries.flatMap(({ data }) => (data ? [[data.chunk, data]] : []))),
  };
}

/** Begins a log. */
export async function startChunkLog(file: string, description: ExtractionDescription): Promise<void> {
  await atomicWrite(file, lineOf(description));
}

/** A whole log, as it is after `startChunkLog` and an `appendChunk` for each entry. */
export function chunkLogText(description: ExtractionDescription, entries: readonly ChunkEntry[]): string {
  return [description, ...entries].map(lineOf).join('\n');
}

/** Adds a line and returns when it is on disk: the cost does not grow with the number of chunks. */
export async function appendChunk(file: string, entry: ChunkEntry): Promise<void> {
  const handle = await open(file, 'a');
  try {
    // The line break in front ends a line that a kill has cut short.
    await handle.appendFile(`\n${lineOf(entry)}`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
