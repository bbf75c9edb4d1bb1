import { expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import type { Dataset, RetrievalSplit } from '../../src/datasets/types.js';
import { searchDetails } from '../../src/experiments/searchDetails.js';
import { consistencyCurve } from '../../src/retrieval/metrics/rankConsistency.js';
import { multiplyPlain } from '../../src/retrieval/ranking/multiply.js';
import { rankAll, similarityMatrix } from '../../src/retrieval/ranking/rankAll.js';
import { selectRows } from '../../src/vectors/embeddingMatrix.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';

const [queryCount, galleryCount] = [50, 60];
const rows = Int32Array.from({ length: galleryCount }, (_, row) => row);
const dataset = { records: Array.from(rows, (row) => ({ id: `picture ${row}` })) } as unknown as Dataset;
const split: RetrievalSplit = {
  name: 'toy',
  fit: rows,
  queries: rows.subarray(0, queryCount),
  gallery: rows,
  excludeSelf: true,
  description: '',
};
const gallery = randomMatrix(galleryCount, 8, 1);
const galleryQueries = selectRows(gallery, split.queries);
const queries = randomMatrix(queryCount, 8, 2);
const multiply = multiplyPlain;

/** The same from whole tables of similarities. */
async function plainDetails() {
  const [galleryScores, queryScores] = [
    await similarityMatrix(galleryQueries, gallery, multiply),
    await similarityMatrix(queries, gallery, multiply),
  ];
  const ranking = (scores: typeof galleryScores, query: number): number[] =>
    Array.from(rankAll(scores).subarray(query * galleryCount, (query + 1) * galleryCount));
  const depths = [2, 3, 5, 7, 10, 15, 20, 30, 50];
  const { orderConsistency } = consistencyCurve({
    galleryScores,
    queryScores,
    depths,
    selfInGallery: split.queries,
  });
  const percent = (fraction: number): number => Number((100 * fraction).toFixed(3));
  const random = randomSource(0, 'pairs');
  const similarityPairs = { gallery: [] as number[], query: [] as number[] };
  for (let n = 0; n < 500; n++) {
    const query = random.integer(queryCount);
    const item = n % 2 ? random.integer(galleryCount) : ranking(galleryScores, query)[random.integer(10)];
    const at = query * galleryCount + item;
    similarityPairs.gallery.push(Number(galleryScores.data[at].toFixed(4)));
    similarityPairs.query.push(Number(queryScores.data[at].toFixed(4)));
  }
  const first = (scores: typeof galleryScores, query: number): string[] =>
    ranking(scores, query)
      .filter((row) => row !== query)
      .slice(0, 8)
      .map((row) => `picture ${row}`);
  return {
    consistencyCurve: orderConsistency.at.map(({ estimate: { mean, low, high } }, n) => ({
      depth: depths[n],
      value: percent(mean),
      low: percent(low),
      high: percent(high),
    })),
    similarityPairs,
    examples: Array.from({ length: 24 }, (_, n) => ({
      query: `picture ${2 * n}`,
      galleryModel: first(galleryScores, 2 * n),
      queryModel: first(queryScores, 2 * n),
    })),
  };
}

test.each([1, 7, undefined])(
  'what figures show of a search is that of the whole tables, %s queries at once',
  async (queriesPerBlock) => {
    const options = { multiply, queriesPerBlock };
    const found = await searchDetails(dataset, { split, galleryQueries, queries, gallery }, options);
    expect(found).toEqual(await plainDetails());
  },
);
