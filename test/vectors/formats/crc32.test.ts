import { expect, test } from 'vitest';
import { crc32, plainCrc32 } from '../../../src/vectors/formats/crc32.js';

test('CRC-32 is the checksum that zip archives use', () => {
  const check = Buffer.from('123456789');
  expect([plainCrc32(check), crc32(check)]).toEqual([0xcbf43926, 0xcbf43926]);
});
