import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { pairSimilarities } from '../../src/rankers/pairSimilarities.js';
import { groupedVectors } from './slowTwins.js';

beforeAll(() => selectBackend());

test.each([0, 1, 3, 4, 5, 17])(
  '%s others have their products to the last bit, nobody else has',
  async (count) => {
    const vectors = groupedVectors(40, 7);
    const nearest = await cosineLists(vectors, 5);
    const similaritiesOf = pairSimilarities(vectors, nearest);
    similaritiesOf(
      3,
      Int32Array.from({ length: 40 }, (_, other) => other),
    );
    const list = Array.from(nearest.indices.subarray(45, 50));
    const outside = Array.from({ length: 40 }, (_, other) => other).filter((other) => !list.includes(other));
    const others = outside.slice(0, count);
    const found = similaritiesOf(9, Int32Array.of(...list, ...others));
    for (const [k, other] of list.entries()) expect(found[other]).toBe(nearest.scores![45 + k]);
    for (const other of others) {
      let sum = 0;
      for (let d = 0; d < 7; d++) sum += vectors.data[9 * 7 + d] * vectors.data[other * 7 + d];
      expect(found[other]).toBe(sum);
    }
    for (const other of outside.slice(count)) expect(found[other]).toBeNaN();
  },
);
