import type { BenchResult } from './types.js';

/** What an item times, in a few words. */
const words: Readonly<Record<string, string>> = {
  'rank-order': 'Rank order preservation, both ways',
  'rank-order-top': 'Order divergence, beside a step',
  'rank-order-step': 'The same with its product, beside a step',
  'rank-order-long': 'Order divergence, four times as many items',
  'mapping-piecewiseLinear': 'Piecewise linear map, beside a step',
  'mapping-iSpline': 'I-spline map, beside a step',
  'mapping-positiveNetwork': 'Positive network as map, beside a step',
  'train-smallCnn': 'Small CNN, training step',
  'train-mobileNetV2': 'MobileNetV2, training step',
  'train-head-featureRegression': 'A head’s step, feature regression',
  'train-head-contextualSimilarityDistillation': 'A head’s step, contextual similarity',
  'train-head-rankOrderPreservation': 'A head’s step, rank order',
  'epoch-emoji': 'An epoch on emoji, with loading',
  'epoch-grocery': 'An epoch on groceries, with loading',
  'run-head': 'A head’s run with its evaluation',
  'extract-224': 'Gallery vectors at 224 px',
  'extract-320': 'Gallery vectors at 320 px',
  'extract-photos': 'Vectors of large photo files',
  'feed-64': 'Decoding at 64 px, many at once against one',
  'feed-224': 'Decoding at 224 px, many at once against one',
  evaluate: 'Exact evaluation from disk',
  'evaluate-training': 'Evaluation after a training',
  kendall: 'Kendall’s tau-b',
  order: 'Order consistency',
  overlap: 'Rank-biased overlap',
  'isotonic-512': 'Isotonic regression, rows of 512',
  'isotonic-8192': 'Isotonic regression, rows of 8,192',
  search: 'Exact search',
  import: 'Import in a fresh process',
  help: 'Help in a fresh process',
};

const groups: readonly { title: string; holds: RegExp }[] = [
  { title: 'Steps of a head', holds: /^head-/ },
  { title: 'Losses', holds: /^(rank-order|mapping)/ },
  { title: 'Networks', holds: /^(train|epoch|run|extract|feed)-/ },
  { title: 'Search and measures', holds: /./ },
];

/** What an item times, in a few words for figures and tables; of one that is not known, the words of its name. */
export function itemWords(item: string): string {
  return words[item] ?? inWords(item.replace(/^head-/, 'head, '));
}

/** Whether an item is measured still; the history holds others that were once. */
export function isMeasured(item: string): boolean {
  return Object.hasOwn(words, item) || item.startsWith('head-');
}

function inWords(name: string): string {
  const text = name.replaceAll('-', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text[0]!.toUpperCase() + text.slice(1);
}

/** Results of one kind of work. */
export interface BenchGroup<Result> {
  title: string;
  results: Result[];
}

/** Results by the kind of their work, for figures that fit a screen; kinds without results are left out. */
export function benchGroups<Result extends Pick<BenchResult, 'item'>>(
  results: readonly Result[],
): BenchGroup<Result>[] {
  const groupOf = (item: string) => groups.find(({ holds }) => holds.test(item));
  return groups
    .map((group) => ({
      title: group.title,
      results: results.filter(({ item }) => groupOf(item) === group),
    }))
    .filter((group) => group.results.length > 0);
}
