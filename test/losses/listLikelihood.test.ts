import { beforeAll, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { list } from '../helpers/tensors.js';
import { expectTwin, ofList } from './lossValues.js';
import { slowListLikelihood } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

const [query, gallery] = [list(12, 1), list(12, 2, { sorted: true })];

test('the likelihood of a list equals its slow twin', () => {
  const slow = (x: number[]): number => slowListLikelihood(x, 5, 0.1);
  expectTwin(ofList({ kind: 'listLikelihood', topRows: 5, temperature: 0.1 }, query, gallery), slow, query);
});
