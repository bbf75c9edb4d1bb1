import { format } from 'prettier';
import { expect, test } from 'vitest';
import { methodIds } from '../../../src/study/methods/methods.js';
import { pageSections } from '../../../src/study/pages/sections.js';
import { syntheticRun } from '../syntheticRun.js';

const runs = methodIds.flatMap((method, n) =>
  [0, 1, 2].map((seed) => syntheticRun(method, seed, { mapAsymmetric: 20 + n + seed / 10 })),
);

test('sections hold every system and answers, as Prettier would have them', async () => {
  const sections = pageSections(runs);
  expect(sections['systems-emoji'].split('\n')).toHaveLength(2 + methodIds.length + 1);
  expect(sections.headline).toContain('CSD (bank)');
  expect(sections.answers).toContain('On emoji: ');
  expect(sections['answers-emoji']).toContain(
    '**Does a rank-preserving loss beat the best-set distillation?**',
  );
  for (const section of Object.values(sections)) {
    expect(await format(`${section}\n`, { parser: 'markdown', printWidth: 110 })).toBe(`${section}\n`);
  }
});

test('a data set without runs says so', () => {
  expect(pageSections(runs)['systems-grocery']).toBe('Not run yet.');
});
