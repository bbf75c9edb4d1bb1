import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { NumpyArray } from '../../src/checkpoints/numpyObjects.js';
import { readPlainPickle } from '../../src/checkpoints/plainPickle.js';
import { binary, dict, global, int, list, op, pickle, text, tuple } from './pickleWriter.js';

const read = (bytes: Buffer) => readPlainPickle(bytes, 'test.pkl');
const call = (module: string, name: string, ...args: Buffer[]) =>
  Buffer.concat([global(module, name), tuple(...args), op.reduce]);
const dtype = (code: string, order = '<') =>
  Buffer.concat([
    call('numpy', 'dtype', text(code), int(0), int(1)),
    tuple(int(3), text(order), op.none),
    op.build,
  ]);
/** An array as NumPy pickles it. */
const array = (type: Buffer, shape: number[], content: Buffer, columnMajor = op.false) =>
  Buffer.concat([
    call(
      'numpy.core.multiarray',
      '_reconstruct',
      global('numpy', 'ndarray'),
      tuple(int(0)),
      binary(Buffer.from('b')),
    ),
    tuple(int(1), tuple(...shape.map(int)), type, columnMajor, content),
    op.build,
  ]);
/** A text of Python 2 of up to 255 bytes. */
const oldText = (content: Buffer) => Buffer.concat([Buffer.from([0x55, content.length]), content]);
const encode = (content: string, encoding = 'latin1') =>
  call('_codecs', 'encode', text(content), text(encoding));
const numbersOf = (value: unknown) => {
  const numbers = value as NumpyArray;
  expect(value).toBeInstanceOf(NumpyArray);
  return Array.from({ length: numbers.length }, (_, i) => numbers.at(i));
};

describe('readPlainPickle', () => {
  test('reads containers as maps and arrays, so that no key reaches a prototype', () => {
    const content = read(
      pickle(dict(text('__proto__'), list(int(-1), op.true, op.none), text('b'), tuple(text('é')))),
    );
    expect(content).toEqual(
      new Map<string, unknown>([
        ['__proto__', [-1, true, null]],
        ['b', ['é']],
      ]),
    );
    expect(({} as Record<string, unknown>).b).toBeUndefined();
  });

  const types: [string, string, number[], number[]][] = [
    ['b1', '|', [1, 0], [1, 0]],
    ['i1', '|', [255, 1], [-1, 1]],
    ['u1', '|', [255], [255]],
    ['i2', '<', [0xfe, 0xff], [-2]],
    ['u2', '>', [1, 2], [258]],
    ['i4', '>', [0xff, 0xff, 0xff, 0xfd], [-3]],
    ['u4', '<', [0, 0, 0, 0x80], [2 ** 31]],
    ['i8', '<', [0xfb, 255, 255, 255, 255, 255, 255, 255], [-5]],
    ['u8', '>', [0, 0, 0, 0, 0, 0, 1, 0], [256]],
    ['f4', '<', [0, 0, 0xc0, 0x3f], [1.5]],
    ['f8', '>', [0xbf, 0xe0, 0, 0, 0, 0, 0, 0], [-0.5]],
  ];
  for (const [code, order, bytes, expected] of types) {
    test(`reads arrays of ${order}${code}, and scalars`, () => {
      const content = binary(Buffer.from(bytes));
      expect(numbersOf(read(pickle(array(dtype(code, order), [expected.length], content))))).toEqual(
        expected,
      );
      const one = binary(Buffer.from(bytes.slice(0, bytes.length / expected.length)));
      expect(read(pickle(call('numpy._core.multiarray', 'scalar', dtype(code, order), one)))).toBe(
        expected[0],
      );
    });
  }

  test('reads bytes of Python 2 and bytes that Python 3 wrote in its protocol', () => {
    const bytes = Buffer.from([0, 0, 0x80, 0x3f]);
    expect(numbersOf(read(pickle(array(dtype('f4'), [1], oldText(bytes)))))).toEqual([1]);
    expect(numbersOf(read(pickle(array(dtype('f4'), [1], encode(bytes.toString('latin1'))))))).toEqual([1]);
    expect(numbersOf(read(pickle(array(dtype('f4'), [0], call('__builtin__', 'bytes')))))).toEqual([]);
  });

  const repeatedEncoding = Buffer.concat([
    op.emptyList,
    op.mark,
    text('x'.repeat(1000)),
    Buffer.from([0x71, 1]),
    ...Array.from({ length: 200 }, () => call('_codecs', 'encode', Buffer.from([0x68, 1]), text('latin1'))),
    op.appends,
  ]);
  const float = binary(Buffer.alloc(4));
  const attacks: [string, Buffer, RegExp][] = [
    ['os.system', call('os', 'system', text('true')), /global "os system"[^]*/],
    ['posix.system', call('posix', 'system', text('true')), /nothing was executed[^]*global "posix system"/],
    ['builtins.eval', call('builtins', 'eval', text('1')), /global "builtins eval"/],
    ['builtins.bytes of something', call('builtins', 'bytes', int(2 ** 30)), /builds bytes from something/],
    [
      'a global from the stack',
      Buffer.concat([text('os'), text('system'), Buffer.from([0x93])]),
      /global "os system"/,
    ],
    ['a global named by a number', Buffer.concat([int(1), int(2), Buffer.from([0x93])]), /not text/],
    [
      'copy_reg._reconstructor',
      call('copy_reg', '_reconstructor', op.none),
      /global "copy_reg _reconstructor"/,
    ],
    ['numpy.load', call('numpy', 'load', text('x')), /global "numpy load"/],
    ['NEWOBJ', Buffer.concat([op.none, op.emptyTuple, Buffer.from([0x81])]), /NEWOBJ \(0x81\)/],
    ['INST', Buffer.from('(ios\nsystem\n'), /INST \(0x69\)/],
    ['a set', Buffer.from([0x8f]), /EMPTY_SET \(0x8f\)/],
    ['an integer of four gigabytes', Buffer.from([0x8b, 255, 255, 255, 127]), /LONG4/],
    ['a buffer outside of the pickle', Buffer.from([0x97]), /NEXT_BUFFER/],
    ['a persistent identifier', Buffer.concat([text('x'), op.persistentId]), /outside of itself/],
    ['an array of objects', array(dtype('O8', '|'), [1], list(op.none)), /plain numbers[^]*"O8"/],
    ['an array of texts', array(dtype('U4'), [1], binary(Buffer.alloc(16))), /plain numbers[^]*"U4"/],
    ['an array of complex numbers', array(dtype('c8'), [1], binary(Buffer.alloc(8))), /"c8"/],
    ['an array without a type', array(op.none, [1], float), /plain numbers/],
    ['an array larger than its bytes', array(dtype('f4'), [2], float), /does not fill/],
    ['an array of a huge shape', array(dtype('f4'), [2 ** 30, 2 ** 30, 2 ** 30], float), /impossible shape/],
    ['an array of a negative shape', array(dtype('f4'), [-1], float), /impossible shape/],
    ['an array in column-major order', array(dtype('f4'), [1, 1], float, op.true), /order/],
    ['an array whose bytes are a list', array(dtype('f4'), [1], list(int(0))), /does not fill/],
    ['bytes in another encoding', encode('x', 'rot13'), /encodes something/],
    ['a text that stands for no bytes', array(dtype('f4'), [1], encode('aaa\u0100')), /text that has none/],
    ['a text that is encoded over and over', repeatedEncoding, /larger than its file/],
    ['a text longer than the file', Buffer.from([0x58, 255, 255, 255, 255]), /ends too early/],
    ['bytes of 2^63', Buffer.from([0x8e, 0, 0, 0, 0, 0, 0, 0, 0x80]), /ends too early/],
    ['text that is not UTF-8', Buffer.from([0x8c, 1, 0xff]), /cannot be read/],
    ['another version of the protocol', Buffer.from([0x80, 6]), /protocol is not supported/],
    ['a scalar of objects', call('numpy.core.multiarray', 'scalar', dtype('O8'), op.none), /"O8"/],
  ];
  for (const [what, body, message] of attacks) {
    test(`refuses ${what}`, () => {
      expect(() => read(pickle(body))).toThrow(RetrievalError);
      expect(() => read(pickle(body))).toThrow(message);
    });
  }

  test('refuses what is no pickle, and bytes behind one', () => {
    expect(() => read(Buffer.from('(lp0\n.'))).toThrow(/not a pickle that is read[^]*protocol=4/);
    expect(() => read(Buffer.alloc(0))).toThrow(/not a pickle/);
    expect(() => read(Buffer.concat([pickle(op.none), Buffer.from([0])]))).toThrow(/goes on behind/);
  });
});
