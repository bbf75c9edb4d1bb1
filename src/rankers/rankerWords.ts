import type { Described } from '../base/registry/described.js';

/** What lists tell of each ranker. */
export const rankerWords = {
  cosine: {
    what: 'The nearest by cosine',
    source: 'the usual search',
    use: 'first, to compare others with; with other or several vectors where the gallery model alone is weak',
  },
  queryExpansion: {
    what: 'Alpha query expansion: each vector searches as the mean of its nearest',
    source: 'Radenović et al. 2019',
    use: 'where the nearest few are mostly right; the cheapest of all',
  },
  reciprocal: {
    what: 'k-reciprocal re-ranking: pictures that share their neighbours come first',
    source: 'Zhong et al. 2017',
    use: 'where there are several pictures of most things; k1 near their number',
  },
  diffusion: {
    what: 'Diffusion on the neighbour graph, each picture on its nearest part',
    source: 'Iscen et al. 2017, Yang et al. 2019',
    use: 'where pictures of one thing differ much and are linked by others between them',
  },
  file: {
    what: 'Lists that were made elsewhere, such as by geometric verification or from clicks',
    source: 'its maker',
    use: 'where something knows better than vectors what belongs together',
    example: { file: 'lists.jsonl' },
  },
  labels: {
    what: 'The oracle: pictures of the same label first, each part by the gallery model',
    source: 'ours',
    use: 'to see how much better lists could do at most',
  },
  fusion: {
    what: "One list of several rankers' lists, by their scores or their places",
    source: 'Cormack et al. 2009 (reciprocal ranks)',
    use: 'where rankers err on different pictures',
    example: { of: [{ kind: 'reciprocal' }, { kind: 'diffusion' }] },
  },
} satisfies Record<string, Described>;
