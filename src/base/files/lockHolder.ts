import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { z } from 'zod';
import { sha256OfBytes } from './sha256.js';

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Tells processes apart that had the same number one after the other; missing where the system does not say. */
  process: z.string().optional(),
  command: z.string(),
  since: z.string(),
  /** Of this one taking of a lock. */
  token: z.string().regex(/^\w{1,32}$/),
});
/** Who holds a lock. */
export type LockHolder = z.output<typeof holderSchema>;

/** Characters of a command that a lock tells. */
const longestCommand = 300;

/** This process, taking one lock. */
export function thisHolder(): LockHolder {
  const [, program = '', ...words] = process.argv;
  return {
    pid: process.pid,
    host: hostname(),
    process: startOf(process.pid),
    command: [basename(program).replace(/^main\.js$/, 'asym'), ...words].join(' ').slice(0, longestCommand),
    since: new Date().toISOString(),
    token: randomBytes(8).toString('hex'),
  };
}

/** Reads what a lock says; a lock that says nothing readable has a holder that is gone. */
export function parseHolder(text: string): LockHolder | { token: string } {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return { token: sha256OfBytes(text).slice(0, 16) };
  }
}

/** Locks of this process that it has given back, whether or not their files could be removed. */
export const givenBack = new Set<string>();

/**
 * Whether a holder does not run any more, or has given the lock back. Of another machine's nothing is known, so that it
 * counts as running.
 */
export function isGone(holder: LockHolder | { token: string }): boolean {
  if (!('pid' in holder) || givenBack.has(holder.token)) return true;
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  return holder.process !== undefined && holder.process !== startOf(holder.pid);
}

/** A holder in words. */
export function describeHolder({ pid, host, command, since }: LockHolder): string {
  const where = host === hostname() ? '' : ` on ${host}`;
  const who = pid === process.pid && where === '' ? 'another call in this process' : `process ${pid}${where}`;
  return `${who} (${command}), since ${since}`;
}

/** Start of a process in clock ticks since the machine's, with the machine's own start; undefined without /proc. */
function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}
