import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { engineOf } from './engines.js';
import { onEngine } from './engineErrors.js';
import { engineFolder, listFiles, removeUnlisted, verifyFiles } from './indexFiles.js';
import { writeRecord, type IndexRecord } from './indexRecord.js';
import type { EngineIndex, EnginePlace } from './types.js';

/** One generation of an index, opened: a folder that a build made, and what was added and removed since. */
export interface Generation {
  folder: string;
  record: IndexRecord;
  removed: ReadonlySet<number>;
  engine: EngineIndex;
}

/** What is told of while a generation is opened. */
export interface OpeningOptions {
  /** Files that were held against their checksums before; those that are now join them. */
  verified?: Set<string>;
  signal?: AbortSignal;
}

const enginePrefix = `${basename(engineFolder('.'))}/`;
const removedFile = (count: number): string => `removed-${count}.i32`;

/**
 * Opens a generation once its files have their checksums.
 * @param use `change` takes back first what a stopped call left
 * @throws RetrievalError (data) for files that are not as they were written; as the engine does.
 */
export async function openGeneration(
  folder: string,
  record: IndexRecord,
  use: 'search' | 'change',
  { verified, signal }: OpeningOptions = {},
): Promise<Generation> {
  const { files, rows } = record;
  await verifyFiles(folder, files, verified, signal);
  if (use === 'change') await removeUnlisted(folder, files);
  const removed = new Set(await readRemoved(folder, record.removed));
  const place: EnginePlace = { ...record, folder: engineFolder(folder), removed };
  const state = rows === 0 ? undefined : record.state;
  const engine = await onEngine('Opening an index', folder, () =>
    engineOf(record.engine).open(place, record.engine, state, use),
  );
  return { folder, record, removed, engine };
}

/** Makes what was changed in a generation count: the engine's files first, the record of them last. */
export async function saveGeneration(
  { folder, record, removed, engine: opened }: Generation,
  changes: Partial<Pick<IndexRecord, 'rows' | 'isWhole'>>,
): Promise<IndexRecord> {
  const state = await onEngine('Saving an index', folder, () => opened.save());
  if (removed.size !== record.removed) await writeRemoved(folder, removed);
  const engine = engineOf(record.engine);
  const removedNow = removed.size === 0 ? undefined : removedFile(removed.size);
  const files = await listFiles(folder, record.files, (name) => {
    if (name.startsWith(enginePrefix)) return engine.isPart?.(name.slice(enginePrefix.length), state) ?? true;
    return name === removedNow || !name.startsWith('removed-');
  });
  const savedAt = new Date().toISOString();
  const saved = { ...record, ...changes, state, files, removed: removed.size, savedAt };
  await writeRecord(folder, saved);
  await removeUnlisted(folder, files);
  return saved;
}

async function readRemoved(folder: string, count: number): Promise<Int32Array> {
  if (count === 0) return new Int32Array();
  const bytes = await readFile(join(folder, removedFile(count)));
  return Int32Array.from({ length: count }, (_, n) => bytes.readInt32LE(4 * n));
}

async function writeRemoved(folder: string, removed: ReadonlySet<number>): Promise<void> {
  const bytes = Buffer.alloc(4 * removed.size);
  [...removed].forEach((row, n) => bytes.writeInt32LE(row, 4 * n));
  await atomicWrite(join(folder, removedFile(removed.size)), bytes);
}
