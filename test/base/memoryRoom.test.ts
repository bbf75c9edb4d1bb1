import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { machineMemory } from '../../src/base/machineMemory.js';
import { checkMemory, tellMemoryRoom } from '../../src/base/memoryRoom.js';
import { forEachQuery } from '../../src/retrieval/ranking/forEachQuery.js';
import { multiplyPlain } from '../../src/retrieval/ranking/multiply.js';
import { storedMatrix } from '../../src/vectors/store/storedMatrix.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';

beforeAll(() => tellMemoryRoom(machineMemory));
afterEach(() => vi.restoreAllMocks());

const inGroup = (bytes: number) => vi.spyOn(process, 'constrainedMemory').mockReturnValue(bytes);

test('what does not fit is refused with what there is and what to lower', () => {
  inGroup(2e9);
  const use = { work: 'The evaluation', where: 'here', fix: 'take less' };
  expect(() => checkMemory(2e9, use)).not.toThrow();
  expect(() => checkMemory(3e9, use)).toThrow(
    /The evaluation needs more memory than there is[^]*here[^]*2\.0 GB[^]*3\.0 GB[^]*take less/,
  );
});

test('where nobody says how much there is nothing is refused', () => {
  tellMemoryRoom(() => Infinity);
  expect(() => checkMemory(1e15, { work: 'All', where: 'here', fix: 'none' })).not.toThrow();
  tellMemoryRoom(machineMemory);
});

test('similarities and vectors are refused before they are computed', async () => {
  inGroup(4096);
  const queries = randomMatrix(20, 4, 1);
  const searches = { whole: { queries, gallery: randomMatrix(60, 4, 2) } };
  const multiply = vi.fn(multiplyPlain);
  await expect(forEachQuery(searches, () => undefined, { multiply })).rejects.toThrow('queriesPerBlock');
  expect(multiply).not.toHaveBeenCalled();
  // As many at once as the error asks for.
  await forEachQuery(searches, () => undefined, { multiply, queriesPerBlock: 2 });
  expect(multiply).toHaveBeenCalled();

  const compute = vi.fn();
  const request = { description: { of: 'too much' }, rows: 1e6, columns: 512, compute };
  await expect(storedMatrix(request)).rejects.toThrow(/2\.0 GB/);
  expect(compute).not.toHaveBeenCalled();
});
