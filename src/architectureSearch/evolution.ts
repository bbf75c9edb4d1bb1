import type { RandomSource } from '../base/randomSource.js';
import {
  checkBudget,
  cheapestPath,
  crossed,
  mutated,
  pathKey,
  randomPath,
  type Path,
  type PathSpace,
} from './paths.js';
import type { SearchConfig } from './searchConfig.js';

/** How a path came about. */
interface Candidate {
  path: number[];
  operator: 'random' | 'crossover' | 'mutation';
  /** Positions of the parents in the log. */
  parents: number[];
}

/** What the search goes by; a score may hold more than that. */
interface Rewarded {
  reward: number;
}

/** A path that has been scored. */
export type Evaluation<Score extends Rewarded> = Score &
  Candidate & {
    /** 0 for the random paths at the start. */
    generation: number;
    flops: number;
  };

export interface SearchProblem<Score extends Rewarded> extends PathSpace {
  /** Asked once for each path. */
  score: (path: Path) => Promise<Score>;
  random: RandomSource;
}

/** Draws for each path that is wanted, after which there are taken to be no new ones. */
const patience = 1000;

/**
 * Evolutionary search for the path of highest reward within the budget (Guo et al. 2020, single path one-shot): random
 * paths first; then in each generation children of the best paths so far, by crossover and by mutation, filled up with
 * random paths where these bring nothing new. Paths over the budget are drawn again. The outcome depends on the scores
 * and the random source only.
 *
 * @returns every evaluated path in the order of evaluation; see {@link bestOf}.
 * @throws RetrievalError when the budget admits no path.
 */
export async function evolve<Score extends Rewarded>(
  problem: SearchProblem<Score>,
  settings: SearchConfig['evolution'],
): Promise<Evaluation<Score>[]> {
  const { blocks, random } = problem;
  const search = openSearch(problem);
  const pathOf = (position: number): Path => search.log[position]!.path;
  await search.evaluate(search.draw(settings.population, search.anyPath), 0);
  for (let generation = 1; generation <= settings.generations; generation++) {
    const parents = bestOf(search.log, settings.parents).map((one) => search.log.indexOf(one));
    const children = [
      ...search.draw(settings.crossover, () => {
        const [one, other] = Array.from(random.permutation(parents.length), (n) => parents[n]!);
        if (other === undefined) return undefined;
        const path = crossed(pathOf(one!), pathOf(other), random);
        return { path, operator: 'crossover', parents: [one!, other] };
      }),
      ...search.draw(settings.mutation, () => {
        const parent = parents[random.integer(parents.length)]!;
        const path = mutated(pathOf(parent), blocks, settings.mutationProbability, random);
        return { path, operator: 'mutation', parents: [parent] };
      }),
    ];
    const missing = settings.crossover + settings.mutation - children.length;
    children.push(...search.draw(missing, search.anyPath));
    if (children.length === 0) break;
    await search.evaluate(children, generation);
  }
  return search.log;
}

/**
 * The baseline of an evolutionary search: so many random paths within the budget.
 * @throws RetrievalError when the budget admits no path.
 */
export async function searchAtRandom<Score extends Rewarded>(
  problem: SearchProblem<Score>,
  count: number,
): Promise<Evaluation<Score>[]> {
  const search = openSearch(problem);
  await search.evaluate(search.draw(count, search.anyPath), 0);
  return search.log;
}

/** Paths that a whole search scores, unless it runs out of new ones. */
export function evaluationCount(settings: SearchConfig['evolution']): number {
  const { population, generations, crossover, mutation } = settings;
  return population + generations * (crossover + mutation);
}

/** The evaluations of highest reward, the best first; of equal ones the cheaper, then the earlier comes first. */
export function bestOf<One extends Rewarded & { flops: number }>(log: readonly One[], count: number): One[] {
  return [...log].sort((a, b) => b.reward - a.reward || a.flops - b.flops).slice(0, count);
}

function openSearch<Score extends Rewarded>(problem: SearchProblem<Score>) {
  checkBudget(problem);
  const { blocks, flopsOf, budget, random, score } = problem;
  const log: Evaluation<Score>[] = [];
  const seen = new Set<string>();
  return {
    log,
    anyPath: (): Candidate => ({ path: randomPath(blocks, random), operator: 'random', parents: [] }),
    /** Up to `count` new paths within the budget. */
    draw(count: number, next: () => Candidate | undefined): Candidate[] {
      const found: Candidate[] = [];
      const take = (candidate: Candidate): void => {
        seen.add(pathKey(candidate.path));
        found.push(candidate);
      };
      for (let tries = 0; found.length < count && tries < count * patience; tries++) {
        const candidate = next();
        if (!candidate) break;
        if (seen.has(pathKey(candidate.path)) || flopsOf(candidate.path) > budget) continue;
        take(candidate);
      }
      // The budget may admit so few paths that none is drawn; the cheapest is one of them.
      if (seen.size === 0 && count > 0) {
        take({ path: cheapestPath(problem), operator: 'random', parents: [] });
      }
      return found;
    },
    async evaluate(candidates: readonly Candidate[], generation: number): Promise<void> {
      for (const { path, operator, parents } of candidates) {
        const measured = await score(path);
        log.push({ generation, path, flops: flopsOf(path), ...measured, operator, parents });
      }
    },
  };
}
