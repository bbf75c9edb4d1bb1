import * as zlib from 'node:zlib';

const table = new Uint32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 in plain JavaScript, for versions of Node that have none. */
export function plainCrc32(bytes, previous = 0) {
  let value = ~previous;
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ table[(value ^ bytes[i]) & 255];
  return ~value >>> 0;
}

/** CRC-32 of bytes, continuing from the value of the bytes before them. */
export const crc32 = zlib.crc32 ?? plainCrc32;
