import { expect, test } from 'vitest';
import { crc32, plainCrc32 } from '../../../src/vectors/formats/crc32.js';

test('CRC-32 is the checksum that zip archives use', () => {
  const check = Buffer.from('123456789');
  expect([plainCrc32(check), crc32(check)]).toEqual([0xcbf43926, 0xcbf43926]);
  const [first, rest] = [check.subarray(0, 4), check.subarray(4)];
  expect(plainCrc32(rest, plainCrc32(first))).toBe(0xcbf43926);
  expect(crc32(rest, crc32(first))).toBe(0xcbf43926);
});
