import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { list } from '../helpers/tensors.js';
import { expectTwin, ofList } from './lossValues.js';
import { slowSmoothAveragePrecision } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

const [query, gallery] = [list(12, 1), list(12, 2, { sorted: true })];

test('smooth average precision equals its slow twin', () => {
  const config = { kind: 'smoothAveragePrecision', positives: 4, temperature: 0.1 } as const;
  const slow = (x: number[]): number => slowSmoothAveragePrecision(x, 4, 0.1);
  expectTwin(ofList(config, query, gallery), slow, query);
  expect(ofList({ ...config, temperature: 0.001 }, gallery, gallery).value).toBeCloseTo(0, 4);
});
