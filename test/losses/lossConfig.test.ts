import { expect, test } from 'vitest';
import { bankNeighbours, checkScores, completeLossConfig, rankersOf } from '../../src/losses/lossConfig.js';
import { lossRegistry } from '../../src/losses/registry.js';
import { givesScores } from '../../src/rankers/rankerConfig.js';

test('the longest bank list of a weighted sum is known before training', () => {
  const config = [
    { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: { from: 'bank', count: 64 } } },
    { weight: 1, loss: { kind: 'contextualSimilarityDistillation' } },
  ] as const;
  expect(bankNeighbours(completeLossConfig([...config]))).toBe(64);
  expect(bankNeighbours(completeLossConfig({ kind: 'featureRegression' }))).toBe(0);
});

const oracle = { from: 'ranker', count: 8, ranker: { kind: 'labels' } } as const;

test('the rankers of a loss are each known once, with their defaults', () => {
  const reciprocal = { from: 'ranker', count: 64, ranker: { kind: 'reciprocal' } } as const;
  const config = completeLossConfig([
    { weight: 1, loss: { kind: 'rankDistribution', neighbours: reciprocal } },
    { weight: 1, loss: { kind: 'contextualSimilarityDistillation', neighbours: reciprocal } },
    { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: oracle } },
  ]);
  expect(rankersOf(config).map(({ kind }) => kind)).toEqual(['reciprocal', 'labels']);
  expect(rankersOf(config)[0]).toMatchObject({ k1: 20, lambda: 0.3 });
  expect(bankNeighbours(config)).toBe(64);
});

test('every loss that looks at scores refuses an order without them, and no other does', () => {
  const ranking = lossRegistry.names().filter((kind) => {
    const loss = lossRegistry.find(kind)!.schema.safeParse({ kind, neighbours: oracle });
    return loss.success;
  });
  const refused = ranking.filter((kind) => {
    try {
      checkScores(completeLossConfig({ kind, neighbours: oracle }), givesScores);
      return false;
    } catch (error) {
      expect(String(error)).toMatch(/order alone/);
      return true;
    }
  });
  expect(refused.sort()).toEqual([
    'contextualSimilarityDistillation',
    'differentialDistillation',
    'monotonicSimilarityPreservation',
  ]);
  expect(ranking.filter((kind) => !refused.includes(kind))).toEqual(
    expect.arrayContaining([
      'rankOrderPreservation',
      'rankDistribution',
      'rankMatching',
      'smoothAveragePrecision',
    ]),
  );
  const soft = { kind: 'rankOrderPreservation', neighbours: oracle, indicator: 'soft' } as const;
  expect(() => checkScores(completeLossConfig(soft), givesScores)).toThrow(/order alone/);
});
