import { describe, expect, test } from 'vitest';
import { readNumpyPickle } from '../../src/checkpoints/numpyPickle.js';
import { binary, dict, global, int, list, op, pickle, text, tuple } from './pickleWriter.js';

describe('readNumpyPickle', () => {
  const values = new Uint8Array(Float32Array.from([1, 2, 3, 4, 5, 6]).buffer);
  /** An array as NumPy pickles it. */
  const array = ({
    type = 'f4',
    order = '<',
    shape = [2, 3],
    content = values,
    columnMajor = op.false,
  } = {}) =>
    Buffer.concat([
      global('numpy.core.multiarray', '_reconstruct'),
      tuple(global('numpy', 'ndarray'), tuple(int(0)), binary(Buffer.from('b'))),
      op.reduce,
      tuple(
        int(1),
        tuple(...shape.map(int)),
        Buffer.concat([
          global('numpy', 'dtype'),
          tuple(text(type), int(0), int(1)),
          op.reduce,
          tuple(int(3), text(order), op.none),
          op.build,
        ]),
        columnMajor,
        binary(content),
      ),
      op.build,
    ]);
  const readArrays = (body: Buffer) => readNumpyPickle(pickle(body), 'test.pkl');

  test('reads lists of arrays by name', () => {
    const arrays = readArrays(dict(text('layer'), list(array(), array({ shape: [6] }))));
    expect(arrays.get('layer')!.map(({ shape }) => shape)).toEqual([[2, 3], [6]]);
    expect([...arrays.get('layer')![0].data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  const attacks: [string, Buffer, RegExp][] = [
    ['an array of objects', list(array({ type: 'O8' })), /float32/],
    ['big-endian numbers', list(array({ order: '>' })), /float32/],
    ['fewer bytes than its shape', list(array({ shape: [2, 4] })), /does not fill/],
    ['a huge shape', list(array({ shape: [2 ** 30, 2 ** 30] })), /impossible shape/],
    ['column-major order', list(array({ columnMajor: op.true })), /order/],
    [
      'a call of os.system',
      list(Buffer.concat([global('os', 'system'), tuple(text('true')), op.reduce])),
      /os system/,
    ],
    ['a global that only PyTorch files need', list(global('torch', 'FloatStorage')), /nothing was executed/],
    ['a persistent identifier', list(Buffer.concat([text('x'), op.persistentId])), /outside of itself/],
    ['an array without a list', array(), /lists of arrays/],
  ];
  for (const [what, value, message] of attacks) {
    test(`refuses ${what}`, () => {
      expect(() => readArrays(dict(text('layer'), value))).toThrow(message);
    });
  }

  test('refuses bytes behind the pickle', () => {
    const bytes = Buffer.concat([pickle(dict(text('layer'), list(array()))), Buffer.from([0])]);
    expect(() => readNumpyPickle(bytes, 'test.pkl')).toThrow(/goes on/);
  });
});
