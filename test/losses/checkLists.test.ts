import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { checkSameLists } from '../../src/losses/checkLists.js';
import { checkMonotone } from '../../src/losses/mappings/checkMonotone.js';
import { powerMapping } from '../../src/losses/mappings/monotoneMapping.js';
import { mappingPoints } from '../../src/losses/mappings/points.js';
import { orderDivergence, type OrderDivergenceOptions } from '../../src/losses/orderDivergence.js';
import { softRanks } from '../../src/losses/rankMatching.js';

beforeAll(() => selectBackend());

const options: OrderDivergenceOptions = {
  topRows: 2,
  temperature: 0.1,
  comparison: 'within',
  indicator: 'hard',
  error: 'logistic',
  weights: 'uniform',
  weightSharpness: 0,
};
const lists = (columns: number): tf.Tensor2D => tf.zeros([2, columns]);

test('lists of unequal length are refused, with both lengths', () => {
  expect(() => checkSameLists(lists(3), lists(4))).toThrow(/\[2, 4\] as those[^]*found: \[2, 3\]/);
  expect(() => orderDivergence(lists(3), lists(4), options)).toThrow(/same pair/);
});

test.each([0, -1, NaN, Infinity, '0.1'])('the temperature %j is refused', (temperature) => {
  const wrong = temperature as number;
  expect(() => orderDivergence(lists(3), lists(3), { ...options, temperature: wrong })).toThrow(
    /temperature/,
  );
  expect(() => softRanks(lists(3), wrong)).toThrow(/temperature/);
});

test.each([0, NaN, 1.5])('%j rows or points are refused', (count) => {
  expect(() => orderDivergence(lists(3), lists(3), { ...options, topRows: count })).toThrow(/topRows/);
  expect(() => mappingPoints(powerMapping(2), count)).toThrow(/count/);
  expect(() => checkMonotone(powerMapping(2), count)).toThrow(/gridPoints/);
});
