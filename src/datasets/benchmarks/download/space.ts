import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { RetrievalError } from '../../../errors.js';
import { bytesText } from './bytesText.js';

/** Bytes that may still be written below a folder, which need not be there yet. */
export async function freeBytes(folder: string): Promise<number> {
  let place = resolve(folder);
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  return bavail * bsize;
}

/** @throws RetrievalError when the disk has not that much room. */
export function requireSpace(folder: string, needed: number, free: number): void {
  if (needed <= free) return;
  throw new RetrievalError({
    what: 'The disk has too little room',
    where: folder,
    expected: `${bytesText(needed)} for what is fetched and what it unpacks to`,
    found: `${bytesText(free)} free`,
    fix: 'make room, choose another disk with --folder, or fetch less with --part where there are parts',
  });
}
