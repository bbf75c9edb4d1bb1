/** Solves `L y = x` in place for each row `x` of `rows`; `L` is lower triangular `[D, D]`. */
export function solveLowerRows(lower: Float64Array, rows: Float64Array, size: number): void {
  for (let start = 0; start < rows.length; start += size) {
    for (let i = 0; i < size; i++) {
      let value = rows[start + i]!;
      const at = i * size;
      for (let j = 0; j < i; j++) value -= lower[at + j]! * rows[start + j]!;
      rows[start + i] = value / lower[at + i]!;
    }
  }
}

/** Solves `L^T y = x` in place for each row `x` of `rows`; `L` is lower triangular `[D, D]`. */
export function solveUpperRows(lower: Float64Array, rows: Float64Array, size: number): void {
  for (let start = 0; start < rows.length; start += size) {
    for (let i = size - 1; i >= 0; i--) {
      const value = rows[start + i]! / lower[i * size + i]!;
      rows[start + i] = value;
      const at = i * size;
      for (let j = 0; j < i; j++) rows[start + j]! -= lower[at + j]! * value;
    }
  }
}
