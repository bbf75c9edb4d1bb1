import { beforeAll, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { Dataset, RetrievalSplit } from '../../src/datasets/types.js';
import { prepareStoredInput } from '../../src/experiments/prepareInput.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';

beforeAll(() => selectBackend());

const rows = Int32Array.from({ length: 16 }, (_, row) => row);
const split = { fit: rows, queries: rows, gallery: rows } as RetrievalSplit;
const config = parseRunConfig({
  dataset: 'halves',
  split: 'unseen',
  gallery: { name: 'vectors', file: 'vectors.npy' },
  query: { kind: 'smallCnn', size: 32, width: 0.25 },
  method: 'regression',
  loss: { kind: 'featureRegression' },
});

/** Pictures that are black on the left and white on the right. */
function halves(mayBeMirrored: boolean): Dataset {
  const pixels: Dataset['pixels'] = (wanted, { size }) =>
    Promise.resolve(
      Uint8Array.from({ length: wanted.length * size * size * 3 }, (_, at) =>
        Math.floor(at / 3) % size < size / 2 ? 0 : 255,
      ),
    );
  return { mayBeMirrored, pixels } as Dataset;
}

/** Of each training picture, whether its left side is the lighter one. */
async function mirrored(dataset: Dataset): Promise<boolean[]> {
  const { source } = await prepareStoredInput(dataset, split, config);
  const found: boolean[] = [];
  for await (const { input } of source.epoch(rows.length, randomSource(1, 'batches'))) {
    const [, height, width] = input.shape as [number, number, number];
    const values = input.dataSync();
    const at = (n: number, x: number) => values[((n * height + height / 2) * width + x) * 3];
    for (let n = 0; n < rows.length; n++) found.push(at(n, 0) > at(n, width - 1));
    input.dispose();
  }
  return found;
}

test('pictures are mirrored in training where their data set allows it, and nowhere else', async () => {
  expect(new Set(await mirrored(halves(true)))).toEqual(new Set([true, false]));
  expect(new Set(await mirrored(halves(false)))).toEqual(new Set([false]));
});
