import * as zlib from 'node:zlib';

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

/**
 * CRC-32 as zip archives and Parquet pages use it, in plain TypeScript for versions of Node that have none.
 * @param before of the bytes in front of these; default 0, of none
 */
export function plainCrc32(bytes: Uint8Array, before = 0): number {
  let value = (before ^ 0xffffffff) >>> 0;
  for (const byte of bytes) value = (value >>> 8) ^ table[(value ^ byte) & 0xff]!;
  return (value ^ 0xffffffff) >>> 0;
}

/** CRC-32 of bytes, those `before` included. */
export const crc32: typeof plainCrc32 = (zlib as { crc32?: typeof plainCrc32 }).crc32 ?? plainCrc32;
