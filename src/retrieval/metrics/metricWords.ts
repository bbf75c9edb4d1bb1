/** What lists tell of a metric. */
export interface MetricWords {
  what: string;
  /** Authors and year, or "ours". */
  source: string;
  /** When to look at it. */
  use: string;
  /** Lowest and highest value. */
  range: string;
  /** An expression with functions of `asymmetric-retrieval/retrieval`. */
  example: string;
}

/** The metrics by the names that tables and reports give them; `k` stands for a depth. */
export const metricWords: Readonly<Record<string, MetricWords>> = {
  mAP: {
    what: 'Mean over the positives of the precision at each of them, mean over queries',
    source: 'usual in retrieval; with trapezoids Radenović et al. 2018',
    use: 'where everything right should come early; needs labels or a ground truth',
    range: '0 to 1',
    example: 'averagePrecision([0, 2])',
  },
  'mAP@k': {
    what: 'mAP of the first k items, over the positives that can stand there',
    source: 'Weyand et al. 2020',
    use: 'where only the first k are shown',
    range: '0 to 1',
    example: 'averagePrecisionAt([0, 2, 150], 100)',
  },
  'mAP@R': {
    what: 'mAP of the first R items, where R is the number of positives of the query',
    source: 'Musgrave et al. 2020',
    use: 'in metric learning, beside R@1',
    range: '0 to 1',
    example: 'averagePrecisionAt([0, 2], 2)',
  },
  mINP: {
    what: 'Positives over the position of the last of them, mean over queries',
    source: 'Ye et al. 2021',
    use: 'where the hardest positive counts',
    range: '0 to 1',
    example: '2 / (Math.max(...[0, 2]) + 1)',
  },
  'R@k': {
    what: 'Share of queries with a positive among the first k (CMC)',
    source: 'usual in metric learning and person search',
    use: 'where one right answer is enough',
    range: '0 to 1',
    example: 'recallAt([3], 5)',
  },
  'mP@k': {
    what: 'Share of the first k that are positives; the revisited protocol stops at the last positive',
    source: 'Radenović et al. 2018',
    use: 'where a page of k results is looked at',
    range: '0 to 1',
    example: 'precisionAt([0, 3], 5)',
  },
  'orderConsistency@k': {
    what: "Share of the pairs in the gallery model's top k that the query model keeps in order",
    source: 'ours; (tau-a + 1) / 2 of these items',
    use: 'first: what a user feels, without labels',
    range: '0 to 1',
    example: 'orderConsistency([0.9, 0.5, 0.1], [0.8, 0.2, 0.3], 3)',
  },
  'overlap@k': {
    what: 'Share of the first k items that both models show',
    source: 'usual',
    use: 'where it counts what is found, not in which order',
    range: '0 to 1',
    example: 'overlapAt(Int32Array.of(0, 1, 2), Int32Array.of(1, 0, 2), 2)',
  },
  'jaccard@k': {
    what: 'Items that both models show among their first k, over all that either shows',
    source: 'Jaccard 1901',
    use: 'as overlap, where it is usual',
    range: '0 to 1',
    example: 'jaccardAt(Int32Array.of(0, 1, 2), Int32Array.of(0, 2, 1), 2)',
  },
  'inversionMass@k': {
    what: "How far the query model's similarities stand in the wrong order, summed over pairs of the top k",
    source: 'ours',
    use: 'where a small inversion should count little',
    range: '0 and above, in units of similarity',
    example: 'inversionMass([0.9, 0.5, 0.1], [0.8, 0.2, 0.3], 3)',
  },
  kendallTauA: {
    what: 'Pairs in order less pairs in the wrong order, over all pairs; ties count as neither',
    source: 'Kendall 1938; computed as in Knight 1966',
    use: 'over whole lists without ties',
    range: '-1 to 1',
    example: 'kendallTau([3, 2, 1], [3, 1, 2]).tauA',
  },
  kendallTauB: {
    what: 'The same over the pairs that neither model ties',
    source: 'Kendall 1945; computed as in Knight 1966',
    use: 'over whole lists',
    range: '-1 to 1',
    example: 'kendallTau([3, 2, 1], [3, 1, 1]).tauB',
  },
  spearman: {
    what: "Pearson's correlation of the ranks",
    source: 'Spearman 1904',
    use: 'over whole lists, where far moves should count more',
    range: '-1 to 1',
    example: 'spearman([3, 2, 1], [3, 1, 2])',
  },
  rankBiasedOverlap: {
    what: 'Overlap at each depth, weighted by how likely a reader gets there; a lower bound',
    source: 'Webber, Moffat and Zobel 2010',
    use: 'where the top counts most and lists are cut',
    range: '0 to 1',
    example: 'rankBiasedOverlap(Int32Array.of(0, 1), Int32Array.of(1, 0)).truncated',
  },
  rankBiasedOverlapExtrapolated: {
    what: 'The same as if the agreement went on for ever',
    source: 'Webber, Moffat and Zobel 2010',
    use: 'where equal lists should have 1',
    range: '0 to 1',
    example: 'rankBiasedOverlap(Int32Array.of(0, 1), Int32Array.of(1, 0)).extrapolated',
  },
  tauAp: {
    what: 'Kendall’s tau with each item judged by the share of those above it that belong there',
    source: 'Yilmaz, Aslam and Robertson 2008',
    use: 'where the top of the list counts most',
    range: '-1 to 1',
    example: 'tauAp(Int32Array.of(0, 1, 2), Int32Array.of(0, 2, 1))',
  },
  weightedTau: {
    what: 'Kendall’s tau with pairs weighted by the ranks of their items, hyperbolically',
    source: 'Vigna 2015',
    use: 'where exchanges at the top should cost most, over whole lists',
    range: '-1 to 1',
    example: 'weightedTau([3, 2, 1], [3, 1, 2])',
  },
  MRR: {
    what: 'One over the place of the first right item, mean over queries',
    source: 'Voorhees 1999',
    use: 'where a single right item is enough',
    range: '0 to 1',
    example: 'reciprocalRank([2, 5])',
  },
  NDCG: {
    what: 'Gain of the right items, discounted by the logarithm of their place, as a share of the best order',
    source: 'Järvelin and Kekäläinen 2002',
    use: 'to compare with work that reports it',
    range: '0 to 1',
    example: 'normalisedGain([0, 2])',
  },
};
