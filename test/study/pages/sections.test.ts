import { format } from 'prettier';
import { expect, test } from 'vitest';
import { chosenTrial, methodIds } from '../../../src/study/methods/methods.js';
import { pageSections } from '../../../src/study/pages/sections.js';
import { settings } from '../../../src/study/plan/settings.js';
import { syntheticRun, syntheticRunOf } from '../syntheticRun.js';

const scores = methodIds.flatMap((method, n) =>
  [0, 1, 2].map((seed) => ({ method, seed, score: { mapAsymmetric: 20 + n + seed / 10 } })),
);
const drawings = scores.map(({ method, seed, score }) => syntheticRun(method, seed, score));
const photos = scores.map(({ method, seed, score }) =>
  syntheticRunOf({ ...settings.grocery, method, ...chosenTrial(method), seed }, score),
);

test('sections hold every system and answers, as Prettier would have them', async () => {
  const sections = pageSections([...photos, ...drawings]);
  expect(sections['systems-emoji'].split('\n')).toHaveLength(2 + methodIds.length + 1);
  expect(sections.headline).toMatch(/^\| method +\| +groceries mAP .*emoji mAP/);
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
  expect(pageSections(drawings)['systems-grocery']).toBe('Not run yet.');
});
