import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RetrievalError } from '../errors.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { onFiles } from '../base/files/fileSystemError.js';
import { owningFile } from '../base/files/owning.js';
import { sha256OfBytes, sha256OfFile } from '../base/files/sha256.js';
import { LostObject } from '../base/objects/types.js';
import { readRows } from './readRows.js';
import { removeBegun, renderAll, type PixelRendering } from './renderPixels.js';

/** Told how far a long piece of work is. */
export type PictureProgress = (state: { done: number; total: number; what: string }) => void;

/** Square pictures of one size, prepared once and kept in one file. */
export interface PixelCache extends PixelRendering {
  /** Folder of the cache. */
  folder: string;
  /** File name without its ending. */
  name: string;
  /** Everything the pixels depend on; other values make the cache again. */
  description: Record<string, unknown>;
}

/** Written beside the pixels. */
interface CacheManifest {
  shape: [number, number, number, number];
  description: Record<string, unknown>;
  sha256: string;
}

const pictureBytes = ({ size }: PixelCache): number => size * size * 3;
const pixelFile = ({ folder, name }: PixelCache): string => join(folder, `${name}.u8`);
const manifestFile = ({ folder, name }: PixelCache): string => join(folder, `${name}.json`);

/** Times that a cache is made, where another takes its place before it is read. */
const mostAttempts = 10;
/** A temporary file that has not grown for this long was left by a process that was killed. */
const abandonedAfter = 10 * 60 * 1000;

/** Caches checked in this process, with the state of the file at that time. */
const checked = new Map<string, string>();
const inPreparation = new Map<string, Promise<string>>();

/**
 * Pictures from the cache, `[rows.length, size, size, 3]`. The whole cache is made at the first call; its SHA-256 is
 * compared once per process and again whenever the file changes, and a damaged cache is made again.
 */
export async function cachedPixels(cache: PixelCache, rows: ArrayLike<number>): Promise<Uint8Array> {
  const file = pixelFile(cache);
  const bytes = pictureBytes(cache);
  const pixels = new Uint8Array(rows.length * bytes);
  const read = async (wanted: string): Promise<boolean> => {
    const handle = await open(file);
    try {
      // Somebody who wants other pictures under this name may have put theirs in its place.
      if (stateOf(await handle.stat()) !== wanted) return false;
      await readRows(handle, rows, bytes, pixels);
      return true;
    } finally {
      await handle.close();
    }
  };
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    // One after another: each finds out by itself whether the file is the one that it wants.
    const previous = inPreparation.get(file) ?? Promise.resolve();
    const pending = previous.catch(() => undefined).then(() => prepare(cache));
    inPreparation.set(file, pending);
    const wanted = await pending;
    if (await onFiles({ doing: 'Reading prepared pictures', where: file }, () => read(wanted))) return pixels;
  }
  throw new RetrievalError({
    what: 'A cache of pictures is replaced again and again by another',
    where: file,
    fix: 'run one after the other what wants different pictures under this name',
  });
}

/** @returns the state of the file that holds the wanted pictures. */
async function prepare(cache: PixelCache): Promise<string> {
  const file = pixelFile(cache);
  const description = JSON.stringify(cache.description);
  const state = await fileState(file);
  if (state && checked.get(file) === state + description) return state;
  const doing = { doing: 'Storing prepared pictures', where: file };
  const damaged = `${file} is damaged (its SHA-256 differs); making it again`;
  const work = async (): Promise<string> => {
    // Another process may have made it while this one waited.
    if (!(await isWhole(cache, description, () => console.warn(damaged)))) await make(cache);
    return fileState(file);
  };
  const made = (await isWhole(cache, description))
    ? state
    : await owningFile(file, () => onFiles(doing, work), { wait: true });
  checked.set(file, made + description);
  return made;
}

async function isWhole(cache: PixelCache, description: string, onDamage?: () => void): Promise<boolean> {
  const manifest = await readManifest(cache);
  const wanted = manifest && JSON.stringify(manifest.description) === description;
  if (!wanted || !(await fileState(pixelFile(cache)))) return false;
  const intact = (await sha256OfFile(pixelFile(cache))) === manifest.sha256;
  if (!intact) onDamage?.();
  return intact;
}

async function fileState(file: string): Promise<string> {
  try {
    return stateOf(await stat(file));
  } catch {
    return '';
  }
}

function stateOf({ size, mtimeMs, ino }: { size: number; mtimeMs: number; ino: number }): string {
  return `${size} ${mtimeMs} ${ino} `;
}

async function readManifest(cache: PixelCache): Promise<CacheManifest | undefined> {
  try {
    return JSON.parse(await readFile(manifestFile(cache), 'utf8')) as CacheManifest;
  } catch {
    return undefined;
  }
}

/** Renders all pictures into a temporary file and renames it, so that an interrupted run leaves no half cache. */
async function make(cache: PixelCache): Promise<void> {
  const { folder, name, count, size, description } = cache;
  await mkdir(folder, { recursive: true });
  await removeAbandoned(cache);
  const temporary = join(folder, `${name}.${begunName(cache)}.tmp`);
  try {
    const sha256 = await renderAll(cache, temporary);
    await rename(temporary, pixelFile(cache));
    const manifest: CacheManifest = { shape: [count, size, size, 3], description, sha256 };
    await atomicWrite(manifestFile(cache), `${JSON.stringify(manifest, null, 1)}\n`);
    await removeBegun(temporary);
  } catch (error) {
    if (!(error instanceof LostObject)) await removeBegun(temporary);
    throw error;
  }
}

/** A begun file that is gone on with is found by what is to be in it. */
function begunName({ isFetched, description, count }: PixelCache): string {
  return isFetched ? sha256OfBytes(JSON.stringify([description, count])).slice(0, 16) : randomUUID();
}

async function removeAbandoned(cache: PixelCache): Promise<void> {
  const { folder, name } = cache;
  for (const file of await readdir(folder)) {
    if (!file.startsWith(`${name}.`) || !/\.tmp(\.json)?$/.test(file)) continue;
    if (cache.isFetched && file.startsWith(`${name}.${begunName(cache)}.`)) continue;
    const path = join(folder, file);
    // Another process may just have renamed its own.
    const state = await stat(path).catch(() => undefined);
    if (state && Date.now() - state.mtimeMs > abandonedAfter) await rm(path, { force: true });
  }
}
