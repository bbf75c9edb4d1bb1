import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { readTorchCheckpoint } from '../../src/checkpoints/torchCheckpoint.js';
import { checkpoint, dict, global, int, list, long, op, tensor, text, tuple } from './pickleWriter.js';

const read = (bytes: Buffer) => readTorchCheckpoint(bytes, 'test.pt');
const good = dict(
  text('a'),
  tensor({ shape: [2, 3], strides: [1, 2] }),
  text('b'),
  tensor({ shape: [], strides: [], offset: 5 }),
);

describe('readTorchCheckpoint', () => {
  test('reads views of a storage by their strides, transposed and overlapping ones too', () => {
    const views = dict(
      text('transposed'),
      tensor({ shape: [2, 3], strides: [1, 2] }),
      text('scalar'),
      tensor({ shape: [], strides: [], offset: 5 }),
      text('cube'),
      tensor({ shape: [2, 1, 2], strides: [2, 7, 1], offset: 1 }),
      text('repeated'),
      tensor({ shape: [3], strides: [0], offset: 4 }),
      text('empty'),
      tensor({ shape: [0, 3], strides: [3, 1] }),
    );
    const tensors = read(checkpoint({ tensors: views }));
    expect(Object.fromEntries([...tensors].map(([name, { data }]) => [name, [...data]]))).toEqual({
      transposed: [0, 2, 4, 1, 3, 5],
      scalar: [5],
      cube: [1, 2, 3, 4],
      repeated: [4, 4, 4],
      empty: [],
    });
    expect(tensors.get('cube')!.shape).toEqual([2, 1, 2]);
  });

  test('accepts an OrderedDict with attributes and leaves integer tensors out', () => {
    const ordered = Buffer.concat([
      global('collections', 'OrderedDict'),
      op.emptyTuple,
      op.reduce,
      op.mark,
      text('a'),
      tensor({ shape: [6], strides: [1] }),
      text('counter'),
      tensor({ key: 'n', elements: 1, shape: [], strides: [], type: 'LongStorage' }),
      op.setItems,
      dict(text('_metadata'), op.none),
      op.build,
    ]);
    const storages = [Float32Array.from([0, 1, 2, 3, 4, 5]), new Float32Array(2)];
    const tensors = read(checkpoint({ tensors: ordered, keys: ['k', 'n'], storages, counts: [6, 1] }));
    expect([...tensors.keys()]).toEqual(['a']);
  });

  const attacks: [string, Buffer, RegExp][] = [
    [
      'a call of os.system',
      Buffer.concat([global('os', 'system'), tuple(text('true')), op.reduce]),
      /global "os system"/,
    ],
    [
      'a call of builtins.eval',
      Buffer.concat([global('builtins', 'eval'), tuple(text('1')), op.reduce]),
      /nothing was executed/,
    ],
    [
      'an unknown tensor class',
      dict(text('a'), global('torch', 'HalfStorage')),
      /global "torch HalfStorage"/,
    ],
    [
      'a storage type that is called',
      Buffer.concat([global('torch', 'FloatStorage'), op.emptyTuple, op.reduce]),
      /cannot be called/,
    ],
    ['an opcode that tensors do not need (INST)', Buffer.from('(ios\nsystem\n'), /opcode/],
    ['an extension opcode', Buffer.from([0x82, 1]), /opcode/],
    ['a state for something without one', Buffer.concat([text('x'), op.none, op.build]), /has none/],
    [
      'a stride out of range',
      dict(text('a'), tensor({ shape: [2, 3], strides: [3, 2] })),
      /outside its storage/,
    ],
    [
      'an offset out of range',
      dict(text('a'), tensor({ shape: [1], strides: [1], offset: 6 })),
      /outside its storage/,
    ],
    ['a negative stride', dict(text('a'), tensor({ shape: [2], strides: [-1], offset: 3 })), /strides/],
    ['a negative size', dict(text('a'), tensor({ shape: [-2], strides: [1] })), /shape/],
    ['a huge shape', dict(text('a'), tensor({ shape: [65536, 65536, 65536], strides: [0, 0, 0] })), /shape/],
    [
      'many large views of a small storage',
      dict(
        ...Array.from({ length: 99 }, (_, i) => [
          text(`${i}`),
          tensor({ shape: [5000], strides: [0] }),
        ]).flat(),
      ),
      /larger than the file/,
    ],
    [
      'shape and strides of different length',
      dict(text('a'), tensor({ shape: [2], strides: [1, 1] })),
      /strides/,
    ],
    [
      'a storage larger than the file',
      dict(text('a'), tensor({ elements: 2 ** 30, shape: [1], strides: [1] })),
      /plain array/,
    ],
    [
      'two lengths of one storage',
      dict(
        text('a'),
        tensor({ shape: [1], strides: [1] }),
        text('b'),
        tensor({ elements: 5, shape: [1], strides: [1] }),
      ),
      /differ/,
    ],
    ['a recalled value that was never remembered', Buffer.from([0x68, 7]), /never remembered/],
    ['an empty stack', op.reduce, /empty stack/],
    [
      'a shape with an integer beyond all bounds',
      Buffer.concat([
        global('torch._utils', '_rebuild_tensor_v2'),
        tuple(op.none, int(0), tuple(long(2n ** 70n)), tuple(int(1))),
        op.reduce,
      ]),
      /shape/,
    ],
  ];
  for (const [what, tensors, message] of attacks) {
    test(`refuses ${what}`, () => {
      const run = () => read(checkpoint({ tensors }));
      expect(run).toThrow(RetrievalError);
      expect(run).toThrow(message);
    });
  }

  const none = { keys: [], storages: [] };
  const damaged: [string, Buffer, RegExp][] = [
    ['something else than a dictionary', checkpoint({ tensors: list(int(1)), ...none }), /not a dictionary/],
    [
      'a dictionary of numbers',
      checkpoint({ tensors: dict(text('a'), int(1)), ...none }),
      /not a dictionary of tensors/,
    ],
    ['another magic number', checkpoint({ tensors: good, magic: long(1n) }), /magic number/],
    ['another protocol version', checkpoint({ tensors: good, version: 1000 }), /version/],
    [
      'a big-endian machine',
      checkpoint({ tensors: good, system: dict(text('little_endian'), op.false) }),
      /little-endian/,
    ],
    ['a damaged zip archive', Buffer.from('PK\x03\x04 something'), /zip format/],
    ['another kind of file', Buffer.from('\x89PNG'), /not a PyTorch checkpoint/],
    [
      'bytes behind the last storage',
      Buffer.concat([checkpoint({ tensors: good }), Buffer.from([0])]),
      /goes on/,
    ],
    ['a storage count that differs', checkpoint({ tensors: good, counts: [5] }), /another length/],
    ['a missing storage', checkpoint({ tensors: good, keys: [], storages: [] }), /does not list/],
    ['an unknown storage', checkpoint({ tensors: good, keys: ['x'] }), /list of storages/],
  ];
  for (const [what, bytes, message] of damaged) {
    test(`refuses ${what}`, () => {
      expect(() => read(bytes)).toThrow(message);
    });
  }

  test('refuses the file cut off at any byte', () => {
    const whole = checkpoint({ tensors: good });
    for (let length = 0; length < whole.length; length++) {
      expect(() => read(whole.subarray(0, length))).toThrow(RetrievalError);
    }
  });

  test('either reads or refuses a file with any byte changed, and never throws anything else', () => {
    const whole = checkpoint({ tensors: good });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const changed = Buffer.from(whole);
        changed[at] = value;
        try {
          expect(read(changed).size).toBeLessThanOrEqual(2);
        } catch (error) {
          expect(error).toBeInstanceOf(RetrievalError);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
