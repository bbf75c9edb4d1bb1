import { exactSearch, type SearchResult } from '../retrieval/ranking/exactSearch.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { EngineIndex } from './types.js';

/** Exact search over the rows that an index holds, in one pass; the numbers are the rows' own. */
export async function searchHeld(
  { held }: Pick<EngineIndex, 'held'>,
  queries: EmbeddingMatrix,
  k: number,
): Promise<SearchResult> {
  const numbers: Int32Array[] = [];
  let count = 0;
  const source = async function* (): AsyncGenerator<EmbeddingMatrix> {
    for await (const { rows, vectors } of held()) {
      if (rows.length === 0) continue;
      numbers.push(Int32Array.from(rows));
      count += rows.length;
      yield vectors;
    }
  };
  const found = await exactSearch({ queries, gallery: source, k });
  const rowOf = new Int32Array(count);
  let filled = 0;
  for (const some of numbers) {
    rowOf.set(some, filled);
    filled += some.length;
  }
  return { ...found, rows: found.rows.map((place) => (place < 0 ? place : rowOf[place]!)) };
}
