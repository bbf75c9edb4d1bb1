import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { nativeBackend } from '../../../src/compute/backend/nativeBackend.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { stepRunner, type StepRunner } from '../../../src/compute/backend/stepRunner.js';
import { rawAdamUpdater } from '../../../src/compute/kernels/adam.js';
import { byOperation } from '../../helpers/byOperation.js';
import { unitRows } from '../../helpers/tensors.js';

beforeAll(async () => {
  const { byOperation: reason } = await selectBackend({ prefer: 'native' });
  expect(reason, 'run `npm run setup` for a binding that keeps functions').toBeUndefined();
});

let runner: StepRunner;
beforeEach(() => (runner = stepRunner()));
afterEach(() => runner.dispose());

/** Values of a step at one run after the other. */
function runs(count: number, step: (run: number) => tf.Tensor): ArrayLike<number>[] {
  return Array.from({ length: count }, (_, run) => {
    const result = runner.run(() => tf.tidy(() => step(run)));
    const values = result.dataSync().slice();
    result.dispose();
    return values;
  });
}

/** The same, operation by operation. */
function plainRuns(count: number, step: (run: number) => tf.Tensor): ArrayLike<number>[] {
  return Array.from({ length: count }, (_, run) => tf.tidy(() => step(run).dataSync().slice()));
}

test('from the second run on a step is one function with the same numbers to the last bit', () => {
  const x = unitRows(40, 30, 1);
  const step = (): tf.Tensor => tf.grad((y) => tf.mean(tf.softmax(tf.matMul(y as tf.Tensor2D, x, true))))(x);
  const plain = plainRuns(4, step);
  expect(runs(4, step)).toEqual(plain);
  expect(runner.counts).toEqual({ asFunction: 3, repeated: 0, byOperation: 1 });
});

test('numbers that change from run to run go in as they are, also where they were constant at first', () => {
  const x = unitRows(4, 3, 1);
  const step = (run: number): tf.Tensor => tf.mul(tf.add(x, run), run < 3 ? 2 : run);
  expect(runs(6, step)).toEqual(plainRuns(6, step));
  expect(runner.counts.byOperation).toBe(1);
});

test('a step that takes turns is a function for each turn', () => {
  const x = unitRows(4, 3, 1);
  const step = (run: number): tf.Tensor => {
    const y = tf.exp(x);
    return run % 2 === 0 ? tf.sqrt(y) : tf.log(tf.neg(tf.neg(y)));
  };
  expect(runs(8, step)).toEqual(plainRuns(8, step));
  expect(runner.counts).toEqual({ asFunction: 6, repeated: 0, byOperation: 2 });
});

test('other shapes, axes and lengths are other functions', () => {
  const rows = [4, 6, 4, 6, 4, 6];
  const step = (run: number): tf.Tensor => {
    const x = tf.mul(unitRows(rows[run], 4, 1), 2);
    const across = tf.sum(x, run < 4 ? 1 : 0);
    return tf.concat([across, tf.range(0, rows[run])]);
  };
  expect(runs(6, step)).toEqual(plainRuns(6, step));
});

test('a value that is read in the middle parts the step in two functions, and may decide how it goes on', () => {
  const x = unitRows(4, 3, 1);
  const step = (run: number): tf.Tensor => {
    const [first] = tf.add(x, run).dataSync();
    return first > 2.5 ? tf.neg(x) : tf.mul(x, first);
  };
  expect(runs(8, step)).toEqual(plainRuns(8, step));
  expect(runner.counts.asFunction).toBeGreaterThan(8);
});

test('operations whose results depend on data in their shape run by themselves', () => {
  const step = (run: number): tf.Tensor => {
    const doubled = tf.mul(tf.tensor1d(run % 2 ? [1, 1, 2, 3] : [5, 5, 5, 5]), 2);
    return tf.add(tf.unique(doubled).values, 1);
  };
  expect(runs(6, step)).toEqual(plainRuns(6, step));
});

test('TensorFlow’s own variables are written and read in the order of the step', () => {
  const train = (run: (step: () => void) => void): ArrayLike<number> => {
    const variables = [tf.variable(unitRows(5, 4, 2)), tf.variable(unitRows(1, 4, 3))];
    const adam = rawAdamUpdater(variables);
    for (let count = 1; count <= 6; count++)
      run(() =>
        tf.tidy(() => {
          const gradients = variables.map((variable) => tf.mul(variable, 0.3 * count));
          const numbers = { learningRate: 0.1 / count, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
          adam.step(gradients, { ...numbers, count, kept: [1 - 0.01 * count, undefined] });
        }),
      );
    adam.dispose();
    return [...variables[0].dataSync(), ...variables[1].dataSync()];
  };
  const plain = train((step) => step());
  expect(train((step) => runner.run(step))).toEqual(plain);
  expect(runner.counts).toEqual({ asFunction: 5, repeated: 0, byOperation: 1 });
});

describe('what a step leaves', () => {
  const handles = (): number =>
    (nativeBackend().binding as unknown as { getNumOfTensors(): number }).getNumOfTensors();

  test('are its results and nothing else', () => {
    const [x, y] = [tf.variable(unitRows(4, 3, 1)), unitRows(4, 3, 2)];
    const step = (): tf.Tensor => {
      const passing = tf.tensor1d([1, 2, 3]);
      const kept = tf.mul(tf.add(x, passing), y);
      x.assign(tf.mul<tf.Tensor2D>(kept, 0.5));
      return tf.sum(kept);
    };
    runs(4, step);
    const before = [tf.memory().numTensors, tf.memory().numDataBuffers, handles()];
    runs(20, step);
    expect([tf.memory().numTensors, tf.memory().numDataBuffers, handles()]).toEqual(before);
  });

  test('can be used after a step that fails', () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const step = (run: number): tf.Tensor => {
      x.assign(tf.mul(x, 2));
      if (run === 3) throw new Error('enough');
      return tf.sum(x);
    };
    expect(() => runs(5, step)).toThrow('enough');
    expect(Array.from(x.dataSync())).toEqual([16, 32]);
    expect(runs(2, (run) => step(run + 4))).toEqual([[96], [192]].map((values) => Float32Array.from(values)));
  });

  test('are no functions once the runner is disposed of', () => {
    const { binding } = nativeBackend();
    const names: string[] = [];
    const backend = nativeBackend() as { binding: typeof binding };
    backend.binding = Object.create(binding, {
      addFunction: {
        value: (...call: Parameters<NonNullable<typeof binding.addFunction>>) => {
          names.push(call[0]);
          binding.addFunction!(...call);
        },
      },
    }) as typeof binding;
    const x = unitRows(2, 2, 1);
    runs(3, () => tf.neg(x));
    backend.binding = binding;
    expect(names).toHaveLength(1);
    const call = (): number =>
      tf.tidy(() => binding.executeOp(names[0], [], [nativeBackend().tensorMap.get(x.dataId).id], 1).length);
    expect(call()).toBe(1);
    runner.dispose();
    expect(call).toThrow(names[0]);
  });
});

test('where the binding keeps no functions a step is just called', async () => {
  await byOperation(() => {
    runner = stepRunner();
    expect(runs(3, () => tf.scalar(2))).toEqual(plainRuns(3, () => tf.scalar(2)));
    expect(runner.counts).toEqual({ asFunction: 0, repeated: 0, byOperation: 3 });
  });
});
