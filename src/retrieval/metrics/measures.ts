import { RetrievalError } from '../../errors.js';
import { bootstrapIntervals } from './bootstrap.js';
import type { BootstrapOptions, DepthMeasure, QueryMeasure } from './types.js';

/**
 * Macro averages with intervals of several measures of the same queries, from the same draws. A query that has NaN in
 * the first column is left out of all.
 *
 * @param columns each `[Q]`
 * @throws RetrievalError when no query is left.
 */
export function queryMeasures(columns: Float64Array[], bootstrap?: BootstrapOptions): QueryMeasure[] {
  const counted = Array.from(columns[0] ?? []).map((value) => !Number.isNaN(value));
  const kept = columns.map((column) => column.filter((_, q) => counted[q]));
  if (!kept[0]?.length) {
    throw new RetrievalError({
      what: 'No query can be evaluated',
      expected: 'at least one query with a positive in the gallery',
      found: `${columns[0]?.length ?? 0} queries, none with a positive`,
      fix: 'look whether the labels of queries and gallery mean the same',
    });
  }
  return bootstrapIntervals(kept, bootstrap).map((estimate, c) => ({ estimate, perQuery: columns[c]! }));
}

/**
 * The measure at one of its depths.
 *
 * @throws RetrievalError for a depth it was not taken at.
 */
export function measureAt(measure: DepthMeasure, depth: number): QueryMeasure {
  const found = measure.at[measure.depths.indexOf(depth)];
  if (found) return found;
  throw new RetrievalError({
    what: 'The measure was not taken at this depth',
    where: 'depth',
    expected: `one of ${measure.depths.join(', ')}`,
    found: String(depth),
  });
}
