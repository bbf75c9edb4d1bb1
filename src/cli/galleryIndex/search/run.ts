import { openIndex } from '../../../galleryIndex/openIndex.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { readQueries } from '../readQueries.js';
import { settingsOf } from '../settingsOf.js';

interface Options {
  index: string;
  queries: string;
  ids?: string;
  top: number;
  set?: string[];
  exact: boolean;
  json: boolean;
}

/** Searches an index by the vectors of a file and prints what is found. */
export async function run({
  index: folder,
  queries: file,
  ids,
  top,
  set = [],
  exact,
  json,
}: Options): Promise<void> {
  const queries = await readQueries(file, ids);
  const index = await openIndex(folder, interruption());
  try {
    const settings = set.length > 0 ? settingsOf(set.join(',')) : undefined;
    const found = exact
      ? await index.exact(queries.matrix, top)
      : await index.search(queries.matrix, top, settings);
    const lists = queries.ids.map((query, q) => ({
      query,
      results: [...found.ids.slice(q * found.k, (q + 1) * found.k)].flatMap((id, n) => {
        const at = q * found.k + n;
        if (found.rows[at]! < 0) return [];
        return [{ rank: n + 1, id, similarity: Number(found.scores[at]!.toFixed(6)) }];
      }),
    }));
    if (json) return printJson({ index: folder, queries: lists });
    for (const { query, results } of lists) {
      console.log(query);
      for (const { rank, id, similarity } of results)
        console.log(`${String(rank).padStart(5)}  ${similarity.toFixed(4).padStart(7)}  ${id}`);
    }
  } finally {
    await index.close();
  }
}
