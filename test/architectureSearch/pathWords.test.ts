import { expect, test } from 'vitest';
import { bestOf } from '../../src/architectureSearch/evolution.js';
import { descentRows, pathChanges, pathInWords } from '../../src/architectureSearch/pathWords.js';
import { completeSearchConfig } from '../../src/architectureSearch/searchConfig.js';
import { sampleLog } from './sampleLog.js';

const { space } = completeSearchConfig({
  dataset: 'emoji',
  gallery: { name: 'efficientNetLite2', size: 224, pooling: 'gem' },
});
const skip = 4;

test('a path is told by the blocks that it keeps and their largest kernels', () => {
  expect(pathInWords(space, [1, skip, skip, 3, 1, skip, 3, 0, 3])).toBe(
    '6 of 9 blocks, 3 of them with 5×5 kernels',
  );
  expect(pathInWords(space, [0, 0, skip, 1])).toBe('3 of 4 blocks, all with 3×3 kernels');
  expect(pathInWords({ choices: ['skip'] }, [0, 0])).toBe('0 of 2 blocks');
});

test('changes name the blocks that differ and what they are now', () => {
  expect(pathChanges(space, [0, 1, skip], [0, skip, 3])).toBe('block 2: skip; block 3: 5×5, expansion 4');
  expect(pathChanges(space, [0, 1], [0, 1])).toBe('');
});

test('the descent goes from the best path by its better parents to a random one', async () => {
  const log = await sampleLog();
  const rows = descentRows(log);
  const [best] = bestOf(log.evolution, 1);
  expect(rows[0]).toMatchObject({
    generation: best.generation,
    operator: best.operator,
    reward: best.reward,
  });
  expect(rows.at(-1)).toMatchObject({ operator: 'random' });
  expect(rows.at(-1)!.changed).toMatch(/of 9 blocks/);
  const generations = rows.map(({ generation }) => Number(generation));
  expect(generations.slice(1).every((one, n) => one < generations[n])).toBe(true);
  const parents = best.parents.map((place) => log.evolution[place].reward);
  expect(rows[1].reward).toBe(Math.max(...parents));
  expect(rows.slice(0, -1).every(({ changed }) => String(changed).startsWith('block '))).toBe(true);
});
