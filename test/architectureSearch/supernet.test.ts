import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { trainingSchema } from '../../src/training/config.js';
import { pixelBatches } from '../../src/training/pixelBatches.js';
import { trainQueryModel } from '../../src/training/trainQueryModel.js';
import { expectClose, unitRows } from '../helpers/tensors.js';
import { size, dimension, rows, pixels, build, embed, valuesOf, standAlone } from './toySupernet.js';

beforeAll(() => selectBackend());

describe('a supernet', () => {
  test('embeds as the network of its path does on its own', async () => {
    const supernet = build();
    for (const path of [
      [0, 1, 1, 0],
      [1, 2, 0, 2],
      [1, 0, 1, 1],
    ]) {
      supernet.take(path);
      const alone = await standAlone(supernet);
      expectClose(embed(supernet, false), embed(alone, false), 1e-5);
      expect(supernet.flops).toBe(alone.flops);
      expect(supernet.config).toEqual(alone.config);
      alone.dispose();
    }
  });

  test('trains as the network of the drawn path does, running averages included', async () => {
    const supernet = build();
    // Averages that differ from their start, so that a wrong share of them would show.
    for (let n = 0; n < 3; n++) embed(supernet, true);
    const before = valuesOf(supernet);
    const found = embed(supernet, true);
    const copy = build(5);
    copy.take(supernet.path);
    [...copy.variables, ...copy.state].forEach((variable, n) => {
      tf.tidy(() => variable.assign(tf.tensor(before.get(copy.names[n])!, variable.shape)));
    });
    const alone = await standAlone(copy);
    expectClose(embed(alone, true), found, 1e-5);
    const after = valuesOf(supernet);
    for (const [name, values] of valuesOf(alone)) expectClose(after.get(name)!, values, 1e-4);
    alone.dispose();
  });

  test('draws a path in each training step, from its seed only, and all choices in the end', () => {
    const drawn = (seed: number): string[] => {
      const supernet = build(seed);
      return Array.from({ length: 40 }, () => {
        embed(supernet, true);
        return supernet.path.join('.');
      });
    };
    const [first, again, other] = [drawn(1), drawn(1), drawn(2)];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    for (const [block, choices] of [2, 3, 2, 3].entries()) {
      expect(new Set(first.map((path) => path.split('.')[block])).size).toBe(choices);
    }
  });

  test('moves the weights of the drawn path only', async () => {
    const supernet = build(3);
    const before = valuesOf(supernet);
    await trainQueryModel({
      model: supernet,
      loss: createLoss({ kind: 'featureRegression' }),
      source: pixelBatches(pixels, size, size),
      gallery: unitRows(rows, dimension, 2),
      training: trainingSchema.parse({ epochs: 1, batchSize: rows, learningRate: 0.02, warmupShare: 0 }),
      seed: 1,
    });
    const moved = [...valuesOf(supernet)].filter(
      ([name, values]) => !values.every((x, n) => x === before.get(name)![n]),
    );
    const alone = await standAlone(supernet);
    expect(moved.map(([name]) => name).sort()).toEqual([...alone.names].sort());
    expect(moved.length).toBeLessThan(supernet.names.length);
    alone.dispose();
    supernet.dispose();
  });

  test('frees all its variables', () => {
    const before = tf.memory().numTensors;
    const supernet = build();
    embed(supernet, true);
    supernet.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuses a path that the space does not have', () => {
    const supernet = build();
    expect(() => supernet.take([2, 0, 0, 0])).toThrow(/path\[0\]/);
    expect(supernet.path).toEqual([0, 0, 0, 0]);
  });
});
