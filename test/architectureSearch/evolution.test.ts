import { describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { bestOf, evaluationCount, evolve, searchAtRandom } from '../../src/architectureSearch/evolution.js';
import { pathKey, type Path } from '../../src/architectureSearch/paths.js';

const settings = {
  population: 24,
  generations: 10,
  parents: 8,
  crossover: 12,
  mutation: 12,
  mutationProbability: 0.1,
};

/** Six blocks of four choices; choice c of block n costs c + 1 and is worth c, twice as much in even blocks. */
const blocks = Array.from({ length: 6 }, () => ({ allowed: [0, 1, 2, 3] }));
const flopsOf = (path: Path): number => path.reduce((sum, choice) => sum + choice + 1, 0);
const worth = (path: Path): number =>
  path.reduce((sum, choice, n) => sum + choice * (n % 2 === 0 ? 2 : 1), 0);

function toy(budget: number, seed = 1) {
  const asked: string[] = [];
  const problem = {
    blocks,
    flopsOf,
    budget,
    random: randomSource(seed, 'toy'),
    score: (path: Path) => {
      asked.push(pathKey(path));
      return Promise.resolve({ reward: worth(path) });
    },
  };
  return { asked, problem };
}

describe('an evolutionary search', () => {
  test('finds the best path within the budget, which random paths do not', async () => {
    // 15 is 6 and nine more: all of it in the three even blocks, worth 18.
    for (const seed of [1, 2, 3]) {
      const [found] = bestOf(await evolve(toy(15, seed).problem, settings), 1);
      expect(found).toMatchObject({ path: [3, 0, 3, 0, 3, 0], flops: 15, reward: 18 });
      const [drawn] = bestOf(await searchAtRandom(toy(15, seed).problem, evaluationCount(settings)), 1);
      expect(drawn.reward).toBeLessThan(18);
    }
  });

  test('scores no path twice and none over the budget', async () => {
    const { asked, problem } = toy(15);
    const log = await evolve(problem, settings);
    expect(new Set(asked).size).toBe(asked.length);
    expect(log.map(({ path }) => pathKey(path))).toEqual(asked);
    expect(log.length).toBe(evaluationCount(settings));
    expect(Math.max(...log.map(({ flops }) => flops))).toBe(15);
    for (const { path, flops, reward } of log) expect([flops, reward]).toEqual([flopsOf(path), worth(path)]);
  });

  test('depends on its seed only', async () => {
    const run = (seed: number) => evolve(toy(15, seed).problem, settings);
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  test('tells where each path comes from: parents are among the best before its generation', async () => {
    const log = await evolve(toy(15).problem, settings);
    expect(
      log
        .slice(0, settings.population)
        .every(({ generation, operator }) => generation === 0 && operator === 'random'),
    ).toBe(true);
    const later = log.filter(({ generation }) => generation > 0);
    expect(new Set(later.map(({ operator }) => operator))).toContain('crossover');
    for (const { generation, operator, parents, path } of later) {
      const before = log.filter((one) => one.generation < generation);
      const best = bestOf(before, settings.parents).map((one) => log.indexOf(one));
      expect(parents.length).toBe({ random: 0, mutation: 1, crossover: 2 }[operator]);
      for (const parent of parents) expect(best).toContain(parent);
      if (operator !== 'crossover') continue;
      path.forEach((choice, n) => expect(parents.map((parent) => log[parent].path[n])).toContain(choice));
    }
  });

  test('ends when the budget admits no more paths', async () => {
    // All zeros, or one single block at choice 1.
    const log = await evolve(toy(7).problem, settings);
    expect(new Set(log.map(({ path }) => pathKey(path))).size).toBe(7);
    expect(log.length).toBe(7);
    const only = await evolve(toy(6).problem, { ...settings, population: 1 });
    expect(only.map(({ path }) => path)).toEqual([[0, 0, 0, 0, 0, 0]]);
  });

  test('refuses a budget below the cheapest path', async () => {
    await expect(evolve(toy(5).problem, settings)).rejects.toThrow(
      /admits no network[\s\S]*at least 6[\s\S]*5 FLOPs/,
    );
    await expect(searchAtRandom(toy(5).problem, 3)).rejects.toThrow(/admits no network/);
  });

  test('prefers the cheaper of equally good paths', () => {
    const log = [
      { reward: 1, flops: 5 },
      { reward: 2, flops: 9 },
      { reward: 2, flops: 4 },
    ];
    expect(bestOf(log, 2)).toEqual([log[2], log[1]]);
  });
});
