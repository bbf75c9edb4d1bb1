import { randomSource } from '../../base/randomSource.js';
import type { RankingExample } from '../../experiments/runManifest.js';

/** Which of a run's example queries are shown. */
export interface ExampleChoice {
  /**
   * `sample`: drawn by lot, whatever the models find; `failures`: those where the query model finds the fewest right
   * pictures compared with the gallery model. Default `sample`.
   */
  choose?: 'sample' | 'failures';
  /** Decides the draw, 32-bit integer; default 0. Runs of one split have the same queries, so that they show the same. */
  seed?: number;
}

/** At most `count` of the examples. @param labelOf the label of a picture, which says what is right */
export function chooseExamples(
  examples: readonly RankingExample[],
  labelOf: (id: string) => string,
  count: number,
  { choose = 'sample', seed = 0 }: ExampleChoice = {},
): RankingExample[] {
  if (choose === 'sample') {
    const order = randomSource(seed, 'shown examples').permutation(examples.length);
    return Array.from(order.slice(0, count), (at) => examples[at]!);
  }
  const hits = (query: string, ids: readonly string[]): number =>
    ids.filter((id) => labelOf(id) === labelOf(query)).length;
  const lost = ({ query, galleryModel, queryModel }: RankingExample): number =>
    hits(query, galleryModel) - hits(query, queryModel);
  return [...examples].sort((a, b) => lost(b) - lost(a)).slice(0, count);
}

/** The choice in words, for a caption. */
export function describeChoice(
  { choose = 'sample', seed = 0 }: ExampleChoice,
  model = 'the query model',
): string {
  return choose === 'sample' ? `drawn by lot (seed ${seed})` : `chosen because ${model} loses most there`;
}
