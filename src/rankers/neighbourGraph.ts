import { SparseRowsBuilder, type SparseRows } from './sparseRows.js';
import type { RankedLists } from './types.js';

/**
 * The graph of pictures that are among each other's nearest, an edge with the weight `max(0, s)^gamma`, symmetrically
 * normalised: `D^-1/2 W D^-1/2` (Iscen et al. 2017, section 3.1). No picture is its own neighbour.
 * @param nearest lists of more than `neighbours` places with cosines
 */
export function neighbourGraph(nearest: RankedLists, neighbours: number, gamma: number): SparseRows {
  const { rows, length, indices, scores } = nearest;
  const first = (row: number) => indices.subarray(row * length + 1, row * length + 1 + neighbours);
  const edges = Array.from({ length: rows }, (_, row) => {
    const others = first(row).filter((other) => first(other).includes(row));
    return others.sort();
  });
  const weightOf = (row: number, other: number) => {
    // The cosine of a pair may differ by rounding from one list to the other.
    const [low, high] = row < other ? [row, other] : [other, row];
    return Math.max(0, scores![low * length + 1 + first(low).indexOf(high)]!) ** gamma;
  };
  const weights = edges.map((others, row) => Float64Array.from(others, (other) => weightOf(row, other)));
  const degrees = weights.map((line) => line.reduce((sum, weight) => sum + weight, 0));
  const graph = new SparseRowsBuilder(rows);
  edges.forEach((others, row) => {
    const joined = others.filter((_, i) => weights[row]![i]! > 0);
    graph.add(
      joined,
      Float64Array.from(joined, (other) => weightOf(row, other) / Math.sqrt(degrees[row]! * degrees[other]!)),
    );
  });
  return graph.done();
}
