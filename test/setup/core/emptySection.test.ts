import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, temporaryFolder } from '../load.js';

const { emptySection } = await load<{ emptySection: (file: string, name: string) => void }>(
  'core/emptySection.mjs',
);

/** An ELF file with the sections `.large` and `.names`, and bytes 7 wherever nothing else stands. */
function elfFile(large: { offset: number; size: number }, bytes: number): Buffer {
  const elf = Buffer.alloc(bytes, 7);
  const names = Buffer.from('\0.large\0.names\0');
  const [namesAt, tableAt] = [bytes - 400, bytes - 300];
  const entry = (n: number, nameAt: number, offset: number, size: number): void => {
    elf.writeUInt32LE(nameAt, tableAt + 64 * n);
    elf.writeBigUInt64LE(BigInt(offset), tableAt + 64 * n + 24);
    elf.writeBigUInt64LE(BigInt(size), tableAt + 64 * n + 32);
  };
  names.copy(elf, namesAt);
  entry(0, 0, 0, 0);
  entry(1, 1, large.offset, large.size);
  entry(2, 8, namesAt, names.length);
  elf.writeBigUInt64LE(BigInt(tableAt), 40);
  [64, 3, 2].forEach((value, n) => elf.writeUInt16LE(value, 58 + 2 * n));
  return elf;
}

test('a section becomes a hole, and the rest of the file stays', () => {
  const [offset, size, bytes] = [5000, 12_000_000, 12_010_000];
  const before = elfFile({ offset, size }, bytes);
  const file = join(temporaryFolder(), 'library.so');
  writeFileSync(file, before, { mode: 0o755 });
  emptySection(file, '.large');
  const after = readFileSync(file);
  expect(after.subarray(offset, offset + size).every((byte) => byte === 0)).toBe(true);
  before.fill(0, offset, offset + size);
  expect(after.equals(before)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o755);
  expect(statSync(file).blocks * 512).toBeLessThan(bytes / 10);
});

test('a file without the section stays as it is', () => {
  const before = elfFile({ offset: 500, size: 100 }, 5000);
  const file = join(temporaryFolder(), 'library.so');
  writeFileSync(file, before);
  emptySection(file, '.small');
  expect(readFileSync(file).equals(before)).toBe(true);
});
