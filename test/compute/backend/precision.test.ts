import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { narrowProducts } from '../../../src/compute/backend/narrowProducts.js';
import { currentPrecision, usePrecision } from '../../../src/compute/backend/precision.js';
import { roundProducts } from '../../../src/compute/backend/roundedProducts.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { stepRunner } from '../../../src/compute/backend/stepRunner.js';

beforeAll(() => selectBackend());

const product = (): tf.Tensor => tf.matMul(tf.tensor2d([[1 + 2 ** -9, 2]]), tf.tensor2d([[1], [2 ** -11]]));
const valueOf = (make: () => tf.Tensor): number => tf.tidy(() => make().dataSync()[0]);

/** The number with so many significant bits, by way of its text in base two. */
function slowlyRounded(value: number, bits: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const unit = 2 ** (exponent - bits + 1);
  const [below, rest] = [Math.floor(value / unit), value / unit - Math.floor(value / unit)];
  return (rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below) * unit;
}

test.each([
  ['tf32', 11],
  ['bfloat16', 8],
  ['float16', 11],
] as const)('factors are rounded to the bits of %s, and no longer afterwards', (precision, bits) => {
  const values = [1 / 3, -Math.PI, 1e-20, 123456.789, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 0, -7e8];
  const times = (value: number): number =>
    valueOf(() => tf.matMul(tf.tensor2d([[value]]), tf.tensor2d([[1]])));
  const end = roundProducts(precision);
  const rounded = values.map(times);
  end();
  expect(rounded).toEqual(values.map((value) => (value === 0 ? 0 : slowlyRounded(Math.fround(value), bits))));
  expect(values.map(times)).toEqual(values.map(Math.fround));
});

test('sums, and tensors outside the product, are left alone', () => {
  const end = roundProducts('bfloat16');
  expect(valueOf(() => tf.add(tf.scalar(1), tf.scalar(2 ** -20)))).toBe(1 + 2 ** -20);
  expect(valueOf(product)).toBe(1 + 2 ** -10);
  end();
  expect(valueOf(product)).toBe(1 + 2 ** -9 + 2 ** -10);
});

test.each([
  ['bfloat16', 8],
  ['float16', 11],
] as const)(
  'steps in %s give what rounded factors give, to the rounding of the result',
  (precision, bits) => {
    const [a, b] = [
      tf.randomNormal([16, 32], 0, 1, 'float32', 1),
      tf.randomNormal([32, 8], 0, 1, 'float32', 2),
    ];
    const images = tf.randomNormal<tf.Rank.R4>([2, 8, 8, 3], 0, 1, 'float32', 3);
    const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 3, 4], 0, 1, 'float32', 4);
    const compute = (): tf.Scalar => {
      const convolved = (x: tf.Tensor) => tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, filter, 1, 'same')));
      return tf.tidy(() => tf.add(tf.mean(tf.abs(tf.matMul(a, b))), tf.mean(tf.grad(convolved)(images))));
    };
    const exact = compute().dataSync()[0];
    const end = roundProducts(precision);
    const emulated = compute().dataSync()[0];
    end();
    const runner = stepRunner();
    const reset = usePrecision(precision);
    const steps = [1, 2, 3].map(() => runner.run(compute).dataSync()[0]);
    reset();
    expect(currentPrecision()).toBe('float32');
    expect(steps[0]).toBe(exact);
    expect(steps[2]).toBe(steps[1]);
    expect(steps[1]).not.toBe(exact);
    expect(Math.abs(steps[1] - emulated)).toBeLessThan(2 ** -bits * Math.abs(emulated));
    runner.dispose();
    tf.dispose([a, b, images, filter]);
  },
);

test('only float products are rewritten, and a factor is rounded once', () => {
  const node = (name: string, op: string, inputs: string[], T: 'float' | 'int32') => {
    return { name, op, inputs, attributes: { T: { type: T } } };
  };
  const nodes = [
    node('a', 'MatMul', ['x', 'y'], 'float'),
    node('b', 'MatMul', ['x', 'x'], 'float'),
    node('c', 'MatMul', ['n', 'n'], 'int32'),
    node('d', 'Conv2DBackpropInput', ['shape', 'y', 'a:0'], 'float'),
  ];
  const rewritten = narrowProducts(nodes, 'bfloat16');
  const byName = new Map(rewritten.map((n) => [n.name, n]));
  expect(byName.size).toBe(rewritten.length);
  expect(byName.get('c')).toBe(nodes[2]);
  expect(byName.get('d/product')!.inputs).toEqual(['shape', 'y/bfloat16', 'a/0/bfloat16']);
  expect(rewritten.filter(({ inputs }) => inputs[0] === 'x' && inputs.length === 1)).toHaveLength(1);
});
