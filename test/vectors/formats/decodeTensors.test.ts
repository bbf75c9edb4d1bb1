import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeTensors } from '../../../src/vectors/formats/decodeTensors.js';
import { encodeTensors, type HostTensor } from '../../../src/vectors/formats/encodeSafetensors.js';
import { readSafetensorsHeader } from '../../../src/vectors/formats/safetensorsContainer.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

const file = temporaryFolder();
const tensors = new Map<string, HostTensor>([
  ['model/10', { shape: [2, 2], data: Float32Array.of(1, -0, NaN, 1e-42) }],
  ['model/2', { shape: [3], data: Int32Array.of(-1, 2, 2 ** 31 - 1) }],
  ['none/0', { shape: [0], data: new Float32Array(0) }],
  ['__proto__', { shape: [], data: Float32Array.of(7) }],
]);

test('tensors come back as they were, in their order, to the last bit', () => {
  const bytes = encodeTensors(tensors);
  // Bytes that begin anywhere.
  const moved = new Uint8Array(bytes.length + 3).subarray(3);
  moved.set(bytes);
  const found = decodeTensors(moved, 'x');
  expect([...found.keys()]).toEqual([...tensors.keys()]);
  expect([...found.values()].map(({ data }) => Object.is(data[1], -0))).toEqual([true, false, false, false]);
  expect(found).toEqual(tensors);
});

test('the file is one of the format', async () => {
  const path = file('t.safetensors');
  writeFileSync(path, encodeTensors(tensors));
  const { tensors: entries } = await readSafetensorsHeader(path);
  expect(entries.map(({ dtype, shape }) => [dtype, shape])).toEqual([
    ['F32', [2, 2]],
    ['I32', [3]],
    ['F32', [0]],
    ['F32', []],
  ]);
});

test.each([
  ['cut off', (bytes: Uint8Array) => bytes.subarray(0, 5)],
  ['without its end', (bytes: Uint8Array) => bytes.subarray(0, -1)],
  [
    'of another type',
    (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString('latin1').replace('I32', 'U32'), 'latin1'),
  ],
])('a file that is %s is refused by name', (_, spoil) => {
  expect(() => decodeTensors(spoil(encodeTensors(tensors)), 'my.safetensors')).toThrow(/my\.safetensors/);
});
