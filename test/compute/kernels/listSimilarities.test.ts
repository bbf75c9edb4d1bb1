import * as tf from '@tensorflow/tfjs';
import { beforeAll, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { gatherForm, productForm } from '../../../src/compute/kernels/listSimilarities.js';
import { expectClose, unitRows } from '../../helpers/tensors.js';

beforeAll(() => selectBackend());

test('both ways to compute the similarities of a list agree, and so do their gradients', () => {
  const [query, bank] = [unitRows(4, 6, 1), unitRows(20, 6, 2)];
  const indices = tf.tensor2d([0, 3, 3, 19, 5, 6, 7, 8, 1, 1, 1, 1], [4, 3], 'int32');
  const dy = tf.tensor2d([1, -2, 3, 4, 5, 6, -7, 8, 9, 1, 2, 3], [4, 3]);
  const results = [productForm, gatherForm].map((form) => ({
    value: form(query, bank, indices),
    gradient: tf.grad((q) => form(q as tf.Tensor2D, bank, indices))(query, dy),
  }));
  expectClose(results[0].value.dataSync(), results[1].value.dataSync(), 1e-6);
  expectClose(results[0].gradient.dataSync(), results[1].gradient.dataSync(), 1e-6);
  const [q, f, picked] = [query.arraySync(), bank.arraySync(), indices.arraySync()];
  const slow = q.flatMap((row, b) => picked[b].map((n) => row.reduce((sum, x, d) => sum + x * f[n][d], 0)));
  expectClose(results[0].value.dataSync(), slow, 1e-6);
});
