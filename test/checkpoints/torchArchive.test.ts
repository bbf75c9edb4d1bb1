import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { NumpyArray } from '../../src/checkpoints/numpyObjects.js';
import { readTorchCheckpoint, readTorchFile } from '../../src/checkpoints/torchCheckpoint.js';
import { TorchTensor } from '../../src/checkpoints/torchTensors.js';
import { dict, global, op, pickle, tensor, text, tuple } from './pickleWriter.js';
import { DoubleArray, Tensor, torchArchive, torchLegacy, type Saved } from './torchWriter.js';

const values = Float32Array.from([0, 1, 2, 3, 4, 5]);
const state = new Map<string, Saved>([['a', new Tensor([2, 3], values)]]);
const read = (bytes: Uint8Array) => readTorchCheckpoint(bytes, 'test.pth');
/** An archive with this pickle and one storage. */
const archiveOf = (...body: Buffer[]) => torchArchive(state, { 'archive/data.pkl': pickle(...body) });

describe('the zip format of PyTorch', () => {
  test.each([
    ['zip', torchArchive],
    ['legacy', torchLegacy],
  ])('holds containers, tensors, texts and arrays of NumPy as the %s file says', (_, write) => {
    const content = new Map<string, Saved>([
      ['state_dict', state],
      [
        'meta',
        new Map<string, Saved>([
          ['name', 'gem'],
          ['std', [0.25, 1]],
          ['regional', false],
        ]),
      ],
      ['P', new DoubleArray([1, 2], Float64Array.from([0.1, -3]))],
    ]);
    const found = readTorchFile(write(content), 'test.pth') as Map<string, unknown>;
    const tensors = found.get('state_dict') as Map<string, TorchTensor>;
    expect(tensors.get('a')).toEqual(new TorchTensor([2, 3], values));
    expect(found.get('meta')).toEqual(
      new Map<string, unknown>([
        ['name', 'gem'],
        ['std', [0.25, 1]],
        ['regional', false],
      ]),
    );
    const P = found.get('P') as NumpyArray;
    expect([P.shape, P.at(0), P.at(1)]).toEqual([[1, 2], 0.1, -3]);
  });

  test('gives parameters as their tensors', () => {
    const parameter = Buffer.concat([
      global('torch._utils', '_rebuild_parameter'),
      tuple(tensor({ key: '0', shape: [6], strides: [1] }), op.true, op.none),
      op.reduce,
    ]);
    expect([...read(archiveOf(dict(text('p'), parameter))).get('p')!.data]).toEqual([...values]);
  });

  const stored = (files: Record<string, Uint8Array>) => zipSync(files, { level: 0 });
  const refused: [string, Uint8Array, RegExp][] = [
    ['a zip archive of something else', stored({ 'a.txt': Buffer.from('hello') }), /no data\.pkl/],
    [
      'a compressed entry',
      zipSync({ 'archive/data.pkl': new Uint8Array(5000) }, { level: 9 }),
      /data\.pkl" is compressed/,
    ],
    ['another byte order', torchArchive(state, { 'archive/byteorder': Buffer.from('big') }), /little-endian/],
    [
      'a storage that is too short',
      torchArchive(state, { 'archive/data/0': new Uint8Array(20) }),
      /20 bytes, not 24/,
    ],
    [
      'a storage that is missing',
      stored({
        'archive/data.pkl': pickle(dict(text('a'), tensor({ key: '0', shape: [6], strides: [1] }))),
      }),
      /no such file/,
    ],
    [
      'code',
      archiveOf(Buffer.concat([global('os', 'system'), tuple(text('true')), op.reduce])),
      /global "os system"/,
    ],
    [
      'a view outside its storage',
      archiveOf(dict(text('a'), tensor({ key: '0', shape: [3, 3], strides: [3, 1] }))),
      /outside its storage/,
    ],
    [
      'tensors larger than the file',
      archiveOf(
        dict(
          ...Array.from({ length: 99 }, (_, n) => [
            text(String(n)),
            tensor({ key: '0', shape: [500], strides: [0] }),
          ]).flat(),
        ),
      ),
      /larger than the file/,
    ],
    [
      'a list that holds itself',
      // EMPTY_LIST, MEMOIZE, BINGET 0, APPEND
      archiveOf(Buffer.from([0x5d, 0x94, 0x68, 0, 0x61])),
      /nests too deeply/,
    ],
  ];
  test.each(refused)('is refused with %s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(RetrievalError);
    expect(() => read(bytes)).toThrow(message);
  });

  test('is refused cut off at any byte', () => {
    const whole = torchArchive(state);
    for (let length = 2; length < whole.length; length += 3) {
      expect(() => read(whole.subarray(0, length))).toThrow(RetrievalError);
    }
  });

  test('is read or refused with any byte changed, and never throws anything else', () => {
    const whole = torchArchive(state);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const changed = whole.slice();
        changed[at] = value;
        try {
          expect(read(changed).size).toBeLessThanOrEqual(1);
        } catch (error) {
          expect(error).toBeInstanceOf(RetrievalError);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
