import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { labelLists } from '../../src/rankers/labelLists.js';
import { listQuality } from '../../src/rankers/listQuality.js';
import { averagePrecision } from '../../src/retrieval/metrics/averagePrecision.js';
import { groupedVectors } from './slowTwins.js';

beforeAll(() => selectBackend());

const labels = Int32Array.from({ length: 80 }, (_, row) => (row % 9 === 0 ? -1 : row === 1 ? 99 : row % 12));

/** Precisions at each right place, counted anew for each. */
function slowQuality(indices: Int32Array, length: number) {
  const averages: number[] = [];
  const precisions: number[] = [];
  labels.forEach((label, row) => {
    const right = labels.filter((other, at) => other === label && at !== row).length;
    if (label < 0 || right === 0) return;
    const list = Array.from(indices.slice(row * length + 1, (row + 1) * length));
    const hits = (places: number) => list.slice(0, places).filter((other) => labels[other] === label).length;
    const terms = list.map((other, k) => (labels[other] === label ? hits(k + 1) / (k + 1) : 0));
    averages.push(terms.reduce((sum, term) => sum + term, 0) / Math.min(right, length - 1));
    precisions.push(hits(10) / Math.min(10, length - 1));
  });
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    meanAveragePrecision: mean(averages),
    precisionAt10: mean(precisions),
    pictures: averages.length,
  };
}

test.each([2, 6, 30, 80])('equals its slow twin at %s places', async (length) => {
  const lists = await cosineLists(groupedVectors(80, 6), length);
  const [fast, slow] = [listQuality(lists, labels), slowQuality(lists.indices, length)];
  expect(fast.meanAveragePrecision).toBeCloseTo(slow.meanAveragePrecision, 12);
  expect(fast.precisionAt10).toBeCloseTo(slow.precisionAt10, 12);
  expect(fast.pictures).toBe(slow.pictures);
});

test('over all pictures it is the mean average precision', async () => {
  const lists = await cosineLists(groupedVectors(40, 6), 40);
  const own = Int32Array.from({ length: 40 }, (_, row) => row % 4);
  const averages = Array.from({ length: 40 }, (_, row) => {
    const others = Array.from(lists.indices.slice(row * 40 + 1, (row + 1) * 40));
    const positions = others.flatMap((other, place) => (own[other] === own[row] ? [place] : []));
    return averagePrecision(positions);
  });
  const mean = averages.reduce((sum, value) => sum + value, 0) / 40;
  expect(listQuality(lists, own).meanAveragePrecision).toBeCloseTo(mean, 10);
});

test.each([3, 80])('the oracle has 1 at %s places', async (length) => {
  const lists = await labelLists(groupedVectors(80, 6), labels, length);
  expect(listQuality(lists, labels).meanAveragePrecision).toBe(1);
});

test('refuses labels that nobody shares, or of other pictures', async () => {
  const lists = await cosineLists(groupedVectors(4, 3), 3);
  expect(() => listQuality(lists, Int32Array.of(0, 1, 2, 3))).toThrow(/share a label/);
  expect(() => listQuality(lists, Int32Array.of(-1, -1, -1, -1))).toThrow(/share a label/);
  expect(() => listQuality(lists, Int32Array.of(0, 1))).toThrow(/4 labels/);
});
