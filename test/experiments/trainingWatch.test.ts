import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import type { RetrievalSplit } from '../../src/datasets/types.js';
import { trainingWatch } from '../../src/experiments/trainingWatch.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { embedAll } from '../../src/training/embedAll.js';
import { embeddingMatrix, selectRows } from '../../src/vectors/embeddingMatrix.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';

const [pictures, size] = [12, 32];
const random = randomSource(1, 'pixels');
const pixels = Uint8Array.from({ length: pictures * size * size * 3 }, () => random.integer(256));
const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, n) => from + n);
const split: RetrievalSplit = {
  name: 'heldOut',
  fit: rows(6, 12),
  queries: rows(3, 6),
  choosing: rows(0, 3),
  gallery: rows(0, 12),
  excludeSelf: true,
  description: '',
};

let model: QueryModel;
beforeEach(async () => {
  model = await createQueryModel({ kind: 'smallCnn', width: 0.25, size }, random, { dimension: 4 });
});
afterEach(() => model.dispose());

const weights = () => JSON.stringify(model.variables.map((variable) => Array.from(variable.dataSync())));
const moveWeights = (): void =>
  model.variables.forEach((variable) => variable.assign(tf.mul(variable, -1.5)));
const vary = randomMatrix(3, 4, 5);
const alike = embeddingMatrix(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0), 3, 4);

async function watchOf(options: { choosing?: boolean; patience?: number } = {}) {
  // The gallery model agrees with the query model as it is now.
  const gallery = embeddingMatrix(await embedAll(model, pixels, pictures), pictures, 4);
  const part = (of: Int32Array) => selectRows(gallery, of);
  return trainingWatch({
    model,
    split: options.choosing === false ? { ...split, choosing: new Int32Array(0) } : split,
    gallery: {
      modelName: 'toy',
      fit: part(split.fit),
      queries: part(split.queries),
      gallery,
      neighbours: () => Promise.reject(new Error('not asked for')),
    },
    input: {
      source: {
        size: 6,
        epoch: () => ({
          [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('not asked for')) }),
        }),
      },
      training: () => pixels,
      queries: pixels,
      gallery: pixels,
    },
    patience: options.patience,
  });
}

describe('the watch over a training', () => {
  test('gives back the state that ordered best on the pictures that choose', async () => {
    const watch = await watchOf();
    const best = weights();
    await watch.look(1, vary);
    moveWeights();
    await watch.look(2, vary);
    expect(weights()).not.toBe(best);
    expect(watch.restore()).toBe(1);
    expect(weights()).toBe(best);
    watch.dispose();
  });

  test('ends a training without progress, where patience is limited', async () => {
    const watch = await watchOf({ patience: 2 });
    const goesOn = [];
    for (const step of [1, 2, 3]) {
      goesOn.push(await watch.look(step, vary));
      if (step === 1) moveWeights();
    }
    expect(goesOn).toEqual([true, true, false]);
    watch.dispose();
  });

  test('keeps the last good state where no pictures choose', async () => {
    const watch = await watchOf({ choosing: false });
    await watch.look(1, vary);
    moveWeights();
    const last = weights();
    await watch.look(2, vary);
    moveWeights();
    await expect(watch.look(3, alike)).rejects.toThrow(
      /collapsed[^]*between the steps 2 and 3[^]*learningRate/,
    );
    expect(watch.restore()).toBe(2);
    expect(weights()).toBe(last);
    watch.dispose();
  });

  test.each([
    ['all alike', alike],
    ['no numbers', embeddingMatrix(new Float32Array(12).fill(NaN), 3, 4)],
    ['without a direction', embeddingMatrix(new Float32Array(12), 3, 4)],
  ])('calls embeddings that are %s a collapse', async (_, queries) => {
    const watch = await watchOf();
    await expect(watch.look(4, queries)).rejects.toThrow(/collapsed[^]*before step 4/);
    expect(watch.restore()).toBeUndefined();
    watch.dispose();
  });
});
