/** Rows that are zero nearly everywhere, one after the other: row `i` is what lies from `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  /** `[N + 1]` */
  starts: Float64Array;
  /** Columns that are not zero, ascending within a row. */
  indices: Int32Array;
  /** What stands there. */
  weights: Float64Array;
}

/** Makes sparse rows that are given from first to last. */
export class SparseRowsBuilder {
  readonly #starts: Float64Array;
  #indices = new Int32Array(1024);
  #weights = new Float64Array(1024);
  #rows = 0;

  constructor(rows: number) {
    this.#starts = new Float64Array(rows + 1);
  }

  /** Appends a row. */
  add(indices: Int32Array, weights: Float64Array): void {
    const start = this.#starts[this.#rows]!;
    const end = start + indices.length;
    if (end > this.#indices.length) this.#grow(2 * end);
    this.#indices.set(indices, start);
    this.#weights.set(weights, start);
    this.#starts[++this.#rows] = end;
  }

  #grow(capacity: number): void {
    const indices = new Int32Array(capacity);
    const weights = new Float64Array(capacity);
    indices.set(this.#indices);
    weights.set(this.#weights);
    this.#indices = indices;
    this.#weights = weights;
  }

  /** The rows that were added. */
  done(): SparseRows {
    const end = this.#starts[this.#rows];
    return {
      starts: this.#starts,
      indices: this.#indices.subarray(0, end),
      weights: this.#weights.subarray(0, end),
    };
  }
}

/** Columns as rows, for a square table. */
export function transposed({ starts, indices, weights }: SparseRows): SparseRows {
  const rows = starts.length - 1;
  const columnStarts = new Float64Array(rows + 1);
  for (const column of indices) columnStarts[column + 1]!++;
  for (let i = 0; i < rows; i++) columnStarts[i + 1]! += columnStarts[i]!;
  const next = columnStarts.slice();
  const result = {
    starts: columnStarts,
    indices: new Int32Array(indices.length),
    weights: new Float64Array(indices.length),
  };
  for (let row = 0; row < rows; row++) {
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const at = next[indices[i]!]!++;
      result.indices[at] = row;
      result.weights[at] = weights[i]!;
    }
  }
  return result;
}
