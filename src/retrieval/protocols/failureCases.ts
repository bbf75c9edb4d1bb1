import { selectRows } from '../../vectors/embeddingMatrix.js';
import { exactSearch } from '../ranking/exactSearch.js';
import type { SetupReport } from './types.js';
import type { LabelledInput } from './openLabelled.js';
import { setupsOf } from './setups.js';

/** A picture that was found for a query. */
export interface FoundLabel {
  /** Nothing for a distractor, which has no name. */
  id?: string;
  /** Empty for a picture without a label. */
  label: string;
  similarity: number;
}

/** A query that is served badly. */
export interface FailureCase {
  query: string;
  label: string;
  /** In [0, 1]. */
  averagePrecision: number;
  /** Place of the first right picture in the ranking, from 1. */
  firstRight: number;
  /** What stands first in the ranking. */
  found: FoundLabel[];
}

export interface FailureOptions {
  /** Default 5. */
  count?: number;
  /** First results of each, default 3. */
  depth?: number;
}

/**
 * The queries of lowest average precision and what was found for them, the worst first. Perfect ones are no failures.
 *
 * @param setup of `evaluateProtocol` for the same input
 */
export async function failureCases(
  input: LabelledInput,
  setup: SetupReport,
  { count = 5, depth = 3 }: FailureOptions = {},
): Promise<FailureCase[]> {
  const values = (name: string): Float64Array | undefined =>
    setup.measures.find((measure) => measure.name === name)?.perQuery;
  const [precision, reciprocal] = [values('mAP'), values('MRR')];
  if (!precision || !reciprocal) return [];
  const worst = [...precision.keys()]
    .filter((place) => precision[place]! < 1)
    .sort((a, b) => precision[a]! - precision[b]!)
    .slice(0, count);
  if (worst.length === 0) return [];
  const { groundTruth, galleryRows, queryRows, queryLabels, galleryLabels } = input;
  const { ignored } = setupsOf(groundTruth, galleryRows, input.searchedRows)[0]!;
  const queries = worst.map((place) => setup.queries[place]!);
  const k = depth + Math.max(...queries.map((query) => ignored[query]!.length));
  const found = await exactSearch({
    ...input,
    queries: selectRows(
      input.queries,
      queries.map((query) => queryRows[query]!),
    ),
    k,
  });
  const pictureOf = new Map(Array.from(galleryRows, (row, n) => [row, n]));
  return queries.map((query, n): FailureCase => {
    const leftOut = new Set(ignored[query]);
    const results = Array.from({ length: found.k }, (_, i) => n * found.k + i).filter(
      (at) => found.rows[at]! >= 0 && !leftOut.has(found.rows[at]!),
    );
    return {
      query: groundTruth.queryIds[query]!,
      label: queryLabels[query]!,
      averagePrecision: precision[worst[n]!]!,
      firstRight: Math.round(1 / reciprocal[worst[n]!]!),
      found: results.slice(0, depth).map((at): FoundLabel => {
        const picture = pictureOf.get(found.rows[at]!);
        const similarity = found.scores[at]!;
        if (picture === undefined) return { label: '', similarity };
        return { id: groundTruth.galleryIds[picture]!, label: galleryLabels[picture]!, similarity };
      }),
    };
  });
}
