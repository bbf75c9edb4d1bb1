import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';

/** Changes a byte in the middle of a file. */
export function flipByte(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(file, bytes);
}

/** Takes the second half of a file away. */
export function truncate(file: string): void {
  truncateSync(file, statSync(file).size >> 1);
}
