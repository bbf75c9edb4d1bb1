import fs from 'node:fs';
import { join, sep } from 'node:path';

/** Before any faults come into them. */
const { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } = { ...fs };

export const faultKinds = [
  /** The disk is full from this call on: a part of what is written comes through. */
  'ENOSPC',
  /** This one call fails. */
  'EIO',
  /** Nothing comes through from this call on, as if the process had been killed there. */
  'stop',
  /** The same in the middle of what is written. */
  'tornStop',
  /** The same, and of what was not flushed half is lost. */
  'powerCut',
  /** The process kills itself. */
  'kill',
] as const;

/** Those that this process survives. */
export const inProcess = faultKinds.filter((kind) => kind !== 'kill');

export interface Fault {
  kind: (typeof faultKinds)[number];
  /** The call that it comes at, from 1. */
  at: number;
}

/** What a call meets: instead of doing what it should it fails. */
export class Met extends Error {
  /** Whether half of what is to be written comes through. */
  isTorn = false;
}

const writes = new Set(['write', 'writeFile', 'appendFile']);
const flushes = new Set(['fsync', 'fdatasync', 'sync', 'datasync']);
/** What a full disk lets through. */
const freeing = new Set(['rename', 'rm', 'unlink', 'rmdir', 'truncate', 'ftruncate']);

/** Counts the calls on files of a folder, and says which of them meet a fault. */
export class FaultPlan {
  calls = 0;
  isHit = false;
  isStopped = false;
  private unflushed = new Set<number>();

  constructor(
    private folder: string,
    private fault?: Fault,
  ) {}

  /** To be asked before a call. */
  meet(name: string, path: string | undefined): Met | undefined {
    if (!isBelow(path, this.folder)) return undefined;
    if (this.isStopped) return new Met('stopped');
    this.calls++;
    const { kind, at } = this.fault ?? {};
    const isFull = kind === 'ENOSPC' && this.isHit && !freeing.has(name);
    if (this.calls !== at && !isFull) return undefined;
    this.isHit = true;
    if (kind === 'kill') killThisProcess();
    const met = new Met(`${kind}: ${name} '${path}'`);
    met.isTorn = writes.has(name) && (kind === 'ENOSPC' || kind === 'tornStop');
    if (kind === 'ENOSPC' || kind === 'EIO') return Object.assign(met, { code: kind, syscall: name, path });
    this.isStopped = true;
    return met;
  }

  /** To be told after a call. */
  done(name: string, path: string | undefined): void {
    if (!isBelow(path, this.folder)) return;
    const number = inode(path!);
    if (number === undefined) return;
    if (writes.has(name)) this.unflushed.add(number);
    if (flushes.has(name)) this.unflushed.delete(number);
  }

  /** Leaves the folder as the process would that has stopped. */
  leaveBehind(): void {
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' })) {
      const file = join(this.folder, name);
      if (!statSync(file).isFile()) continue;
      if (this.fault?.kind === 'powerCut' && this.unflushed.has(inode(file)!)) {
        truncateSync(file, statSync(file).size >> 1);
      }
      if (name.includes('.lock')) giveToTheDead(file);
    }
  }
}

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** No process has so high a number. */
function giveToTheDead(lock: string): void {
  const text = readFileSync(lock, 'utf8');
  writeFileSync(lock, text.replace(`"pid":${process.pid}`, '"pid":999999999'));
}

function killThisProcess(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Whether a path lies below a folder or is it. */
function isBelow(path: string | undefined, folder: string): boolean {
  return path !== undefined && (path === folder || path.startsWith(folder + sep));
}
