import { expect, test } from 'vitest';
import type { Run } from '../../../src/experiments/runOptions.js';
import { candidates } from '../../../src/study/rankers/candidates.js';
import { ideaGains, ideaSection } from '../../../src/study/rankers/ideaGains.js';
import { rankerIdeaIds, rankerIdeas } from '../../../src/study/rankers/ideas.js';
import { ideaMethod, triedIdeas } from '../../../src/study/rankers/plan.js';
import { syntheticRunOf } from '../syntheticRun.js';

const queries = 60;
const classes = Int32Array.from({ length: queries }, (_, query) => query % 6);

/** Made-up runs of all ideas and what they start from, where one idea helps, one hurts and the rest change nothing. */
function runs(): Run[] {
  const more = new Map([
    [ideaMethod('averagedSeeds'), 4],
    [ideaMethod('shortLists'), -4],
  ]);
  return triedIdeas('grocery').map((config) => {
    const run = syntheticRunOf(config, { queryModel: 'head r=64' });
    const precision = 40 + (more.get(config.method!) ?? 0);
    const averagePrecision = Array.from({ length: queries }, (_, query) => precision + (query % 3));
    const mapAsymmetric = averagePrecision.reduce((a, b) => a + b, 0) / queries;
    return {
      record: { ...run.record, mapAsymmetric },
      manifest: { ...run.manifest, averagePrecision },
    };
  });
}

test('each idea is set against what it starts from, with as many seeds, and told whether it helps', () => {
  const gains = ideaGains(runs(), 'grocery', classes);
  expect(gains.map(({ idea }) => idea)).toEqual(rankerIdeaIds.map((id) => rankerIdeas[id].what));
  const of = (id: keyof typeof rankerIdeas) => gains[rankerIdeaIds.indexOf(id)];
  expect(of('averagedSeeds')).toMatchObject({ verdict: 'helps' });
  expect(of('averagedSeeds').gain).toBeCloseTo(4, 9);
  expect(of('shortLists').verdict).toBe('hurts');
  expect(of('longLists').verdict).toMatch(/no difference/);
  const section = ideaSection(gains);
  expect(section.split('\n')).toHaveLength(2 + rankerIdeaIds.length);
  expect(section).toMatch(/\| Three seeds averaged, cut back to rank .* 4\.0 \(4\.0 to 4\.0\)/);
  expect(ideaSection([])).toBe('Not run yet.');
});

test('settings that were tried of a base with one seed are not taken for what an idea starts from', () => {
  const other = syntheticRunOf(
    { ...triedIdeas('grocery')[0], training: { epochs: 3 }, seed: 0 },
    { queryModel: 'head r=64', mapAsymmetric: 99 },
  );
  const [first] = ideaGains([other, ...runs()], 'grocery', classes);
  expect(first.gain).toBeCloseTo(0, 9);
});

test('an idea changes what it says and nothing else', () => {
  const planned = triedIdeas('grocery').filter(({ seed }) => seed === 0);
  const of = (method: string) => planned.find((run) => run.method === method)!;
  const base = of('listwiseRankerDistillation');
  const averaged = of(ideaMethod('averagedSeeds'));
  expect(averaged).toEqual({ ...base, method: averaged.method, averagedSeeds: 3 });
  const short = of(ideaMethod('shortLists'));
  expect(JSON.stringify(short.loss)).toBe(
    JSON.stringify(base.loss).replace('"count":512,"ranker"', '"count":128,"ranker"'),
  );
  expect(JSON.stringify(of(ideaMethod('fusedRankers')).loss)).toContain(
    JSON.stringify(candidates['gallery, diffused']),
  );
});
