import fs, { type PathLike } from 'node:fs';
import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FaultPlan, type Fault } from './faultPlan.js';

type Call = (...words: unknown[]) => unknown;
type Calls = Record<string, Call | undefined>;

/** What changes files by their paths; opening for reading is among it, since a save may read. */
const byPath = [
  ...['open', 'mkdir', 'mkdtemp', 'rename', 'rm', 'unlink', 'rmdir', 'link', 'symlink'],
  ...['writeFile', 'appendFile', 'truncate', 'copyFile'],
];
/** The same by descriptors, or as methods of a handle. */
const byDescriptor = ['write', 'writev', 'fsync', 'fdatasync', 'ftruncate'];
const byHandle = ['write', 'writev', 'writeFile', 'appendFile', 'sync', 'datasync', 'truncate'];
/** Where the bytes stand among the words of what writes them. */
const bytesAt: Record<string, number> = { write: 1, writeFile: 1, appendFile: 1 };

const real = { ...fs, promises: { ...promises } };
const paths = new Map<number, string>();
const handlePaths = new WeakMap<object, string>();
let plan: FaultPlan | undefined;

/** A fault in what some work does with the files of a folder, and how the work ended. */
export interface FaultyWork {
  /** Calls on files of the folder. */
  calls: number;
  /** Whether the fault came. */
  isHit: boolean;
  error?: unknown;
}

/** Does work while the calls on files below a folder are counted, one of which meets a fault. */
export async function withFault(
  folder: string,
  fault: Fault | undefined,
  work: () => Promise<unknown>,
): Promise<FaultyWork> {
  await intercept();
  const own = (plan = new FaultPlan(resolve(folder), fault));
  const outcome: FaultyWork = { calls: 0, isHit: false };
  try {
    await work();
  } catch (error) {
    outcome.error = error;
  } finally {
    plan = undefined;
  }
  if (own.isStopped) own.leaveBehind();
  return { ...outcome, calls: own.calls, isHit: own.isHit };
}

let isIntercepted = false;
async function intercept(): Promise<void> {
  if (isIntercepted) return;
  isIntercepted = true;
  const handle = await real.promises.open(fileURLToPath(import.meta.url));
  const methods = Object.getPrototypeOf(handle) as Calls;
  await handle.close();
  const calls = fs as unknown as Calls;
  const later = promises as unknown as Calls;
  for (const name of byPath) {
    calls[`${name}Sync`] = atOnce(name, calls[`${name}Sync`]!, (word) => pathOf(word));
    later[name] = promised(name, later[name]!, (_, [word]) => pathOf(word));
    calls[name] = withCallback(name, calls[name]!, (word) => pathOf(word));
  }
  for (const name of byDescriptor) {
    calls[`${name}Sync`] = atOnce(name, calls[`${name}Sync`]!, (word) => paths.get(word as number));
    calls[name] = withCallback(name, calls[name]!, (word) => paths.get(word as number));
  }
  for (const name of byHandle) {
    methods[name] = promised(name, methods[name]!, (handle) => handlePaths.get(handle as object), true);
  }
  syncBuiltinESMExports();
}

type FindPath = (word: unknown) => string | undefined;

function atOnce(name: string, call: Call, find: FindPath): Call {
  return function (this: unknown, ...words) {
    const path = find(words[0]);
    const error = plan?.meet(name, path);
    if (error) {
      if (error.isTorn) call.apply(this, half(name, words, 0));
      throw error;
    }
    const result = call.apply(this, words);
    if (name === 'open' && path) paths.set(result as number, path);
    plan?.done(name, path);
    return result;
  };
}

function withCallback(name: string, call: Call, find: FindPath): Call {
  return function (this: unknown, ...words) {
    const callback = words.at(-1) as Call;
    const path = find(words[0]);
    const error = plan?.meet(name, path);
    if (error) {
      const torn = (real as unknown as Calls)[`${name}Sync`];
      if (error.isTorn) torn?.(...half(name, words.slice(0, -1), 0));
      return process.nextTick(() => callback(error));
    }
    const own = plan;
    const answer: Call = (failed, result, ...more) => {
      if (name === 'open' && path && !failed) paths.set(result as number, path);
      own?.done(name, path);
      return callback(failed, result, ...more);
    };
    return call.apply(this, [...words.slice(0, -1), answer]);
  };
}

function promised(
  name: string,
  call: Call,
  find: (self: unknown, words: unknown[]) => string | undefined,
  isMethod = false,
): Call {
  return async function (this: unknown, ...words) {
    const path = find(this, words);
    const own = plan;
    const error = own?.meet(name, path);
    if (error) {
      if (error.isTorn) await call.apply(this, half(name, words, isMethod ? 1 : 0));
      throw error;
    }
    const result = await call.apply(this, words);
    if (name === 'open' && path) handlePaths.set(result as FileHandle, path);
    own?.done(name, path);
    return result;
  };
}

/** The words of a call that writes half of what it should. */
function half(name: string, words: unknown[], shift: number): unknown[] {
  const at = (bytesAt[name] ?? 0) - shift;
  const data = words[at] as string | Uint8Array;
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const isRange = typeof words[at + 1] === 'number' && typeof words[at + 2] === 'number';
  if (!isRange) return [...words.slice(0, at), bytes.subarray(0, bytes.length >> 1), ...words.slice(at + 1)];
  const [offset, length, ...more] = words.slice(at + 1) as number[];
  return [...words.slice(0, at), bytes, offset, length >> 1, ...more];
}

function pathOf(word: unknown): string | undefined {
  const path = word as PathLike;
  if (typeof path === 'string') return resolve(path);
  return path instanceof URL ? fileURLToPath(path) : undefined;
}
