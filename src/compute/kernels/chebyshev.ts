/** Coefficients `C` `[M, M]`, row after row, of `f((x - y) / tau) = sum_ab T_a(x) C_ab T_b(y)` on [-1, 1]^2. */
export interface ChebyshevExpansion {
  terms: number;
  sigmoid: Float32Array;
  softplus: Float32Array;
}

/** The largest error that is left out, well under float32's. */
const precision = 1e-8;

const expansions = new Map<number, ChebyshevExpansion>();

/**
 * Terms M that the sigmoid of differences needs: it has its nearest poles at `i pi tau`, so the coefficients shrink by
 * `exp(asinh(pi tau))` from one to the next (Trefethen 2013, theorem 8.2). About `6 / tau`.
 */
export function chebyshevTerms(temperature: number): number {
  return Math.ceil(-Math.log(precision) / Math.asinh(Math.PI * temperature)) + 1;
}

/** The expansion of both functions for one temperature, computed in float64 once and kept. */
export function chebyshevExpansion(temperature: number): ChebyshevExpansion {
  const known = expansions.get(temperature);
  if (known) return known;
  const terms = chebyshevTerms(temperature);
  const expansion = {
    terms,
    sigmoid: expand(terms, (x, y) => 1 / (1 + Math.exp((y - x) / temperature))),
    softplus: expand(terms, (x, y) => softplus((x - y) / temperature)),
  };
  expansions.set(temperature, expansion);
  return expansion;
}

/** Interpolation at the Chebyshev points of the first kind, one direction after the other. */
function expand(terms: number, f: (x: number, y: number) => number): Float32Array {
  const angles = Array.from({ length: terms }, (_, k) => (Math.PI * (k + 0.5)) / terms);
  const points = angles.map(Math.cos);
  // Row a gives coefficient a of a function from its values at the points.
  const transform = Array.from({ length: terms }, (_, a) =>
    Float64Array.from(angles, (angle) => ((a === 0 ? 1 : 2) / terms) * Math.cos(a * angle)),
  );
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
  const ofX = points.map((x) => {
    const values = Float64Array.from(points, (y) => f(x, y));
    return transform.map((row) => dot(row, values));
  });
  const coefficients = new Float32Array(terms * terms);
  for (let b = 0; b < terms; b++) {
    const values = Float64Array.from(ofX, (row) => row[b]!);
    transform.forEach((row, a) => (coefficients[a * terms + b] = dot(row, values)));
  }
  return coefficients;
}

function softplus(u: number): number {
  return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
}
