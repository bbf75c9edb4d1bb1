import type { SparseRows } from './sparseRows.js';

/** Residual at which a solution is good enough, as a share of the right side. */
const tolerance = 1e-8;

/**
 * `f` of `(I - alpha S) f = e_0` on some rows of a symmetric `S` whose eigenvalues lie between -1 and 1, by conjugate
 * gradients.
 * @param members the rows of `S`; the first is where `e_0` is 1
 * @returns a value of each member
 */
export function solveSpread(graph: SparseRows, members: Int32Array, alpha: number): Float64Array {
  const size = members.length;
  const part = partOf(graph, members);
  const solution = new Float64Array(size);
  const residual = new Float64Array(size);
  residual[0] = 1;
  const direction = residual.slice();
  const moved = new Float64Array(size);
  let squares = 1;
  // Without rounding as many steps as there are members are enough.
  for (let step = 0; step < 2 * size && squares > tolerance ** 2; step++) {
    let curvature = 0;
    for (let i = 0; i < size; i++) {
      let spread = 0;
      for (let at = part.starts[i]!; at < part.starts[i + 1]!; at++) {
        spread += part.weights[at]! * direction[part.indices[at]!]!;
      }
      moved[i] = direction[i]! - alpha * spread;
      curvature += direction[i]! * moved[i]!;
    }
    const stride = squares / curvature;
    let left = 0;
    for (let i = 0; i < size; i++) {
      solution[i]! += stride * direction[i]!;
      residual[i]! -= stride * moved[i]!;
      left += residual[i]! * residual[i]!;
    }
    for (let i = 0; i < size; i++) direction[i] = residual[i]! + (left / squares) * direction[i]!;
    squares = left;
  }
  return solution;
}

/** The rows and columns of the members, numbered anew. */
function partOf(graph: SparseRows, members: Int32Array): SparseRows {
  const numbers = new Map<number, number>();
  members.forEach((member, i) => numbers.set(member, i));
  const starts = new Float64Array(members.length + 1);
  const indices: number[] = [];
  const weights: number[] = [];
  members.forEach((member, i) => {
    for (let at = graph.starts[member]!; at < graph.starts[member + 1]!; at++) {
      const number = numbers.get(graph.indices[at]!);
      if (number === undefined) continue;
      indices.push(number);
      weights.push(graph.weights[at]!);
    }
    starts[i + 1] = indices.length;
  });
  return { starts, indices: Int32Array.from(indices), weights: Float64Array.from(weights) };
}
