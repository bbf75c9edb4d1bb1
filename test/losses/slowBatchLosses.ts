/** The losses of the compared systems written with loops over numbers, in float64, for a whole batch. */
import { softmax } from './slowTwins.js';

export type Rows = number[][];

export const dot = (a: number[], b: number[]): number => a.reduce((sum, x, n) => sum + x * b[n], 0);
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const square = (x: number): number => x * x;
const norm = (x: number[]): number => Math.sqrt(dot(x, x));
const minus = (a: number[], b: number[]): number[] => a.map((x, n) => x - b[n]);
const scaled = (x: number[], by: number): number[] => x.map((value) => value * by);

/** Every pair of different rows. */
function pairs<T>(count: number, value: (i: number, j: number) => T): T[] {
  const all: T[] = [];
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) if (i !== j) all.push(value(i, j));
  return all;
}

export function slowAbsoluteRelational(q: Rows, g: Rows, asymmetric: number, symmetric: number): number {
  const absolute = mean(q.map((row, b) => square(1 - dot(row, g[b]))));
  const toGallery = pairs(q.length, (i, j) => square(dot(q[i], g[j]) - dot(g[i], g[j])));
  const toQuery = pairs(q.length, (i, j) => square(dot(q[i], q[j]) - dot(g[i], g[j])));
  return absolute + asymmetric * mean(toGallery) + symmetric * mean(toQuery);
}

export function slowRelational(q: Rows, g: Rows, distanceWeight: number, angleWeight: number): number {
  const smooth = (a: number, b: number): number => {
    const d = Math.abs(a - b);
    return d < 1 ? d * d * 0.5 : d - 0.5;
  };
  const distances = (x: Rows): number[] => {
    const all = pairs(x.length, (i, j) => Math.sqrt(2 - 2 * dot(x[i], x[j])));
    return all.map((d) => d / mean(all));
  };
  const cosines = (x: Rows): number[] =>
    x.flatMap((vertex) => {
      const arms = x.map((row) => {
        const arm = minus(row, vertex);
        return norm(arm) > 1e-6 ? scaled(arm, 1 / norm(arm)) : scaled(arm, 0);
      });
      return arms.flatMap((a) => arms.map((b) => dot(a, b)));
    });
  const [dq, dg] = [distances(q), distances(g)];
  const [aq, ag] = [cosines(q), cosines(g)];
  // The distance of a row to itself counts as one of B x B equal ones.
  const distance = dq.reduce((sum, d, n) => sum + smooth(d, dg[n]), 0) / square(q.length);
  return distanceWeight * distance + angleWeight * mean(aq.map((a, n) => smooth(a, ag[n])));
}

/** The three terms of one list, before their weights. */
export function slowDifferential(s: number[], t: number[]): [number, number, number] {
  const [S, T] = [s.slice(1), t.slice(1)];
  let [inconsistent, consistent] = [0, 0];
  pairs(S.length, (i, j) => {
    const [dS, dT] = [S[j] - S[i], T[j] - T[i]];
    const error = square((dS - dT) / (0.1 + Math.abs(dT)));
    if (dS * dT < 0) inconsistent += error;
    if (dS * dT > 0) consistent += error;
  });
  return [
    Math.abs(t[0] - s[0]),
    Math.sqrt(inconsistent) / (s.length - 1),
    Math.sqrt(consistent) / (s.length - 1),
  ];
}

export function slowSmoothAveragePrecision(s: number[], positives: number, temperature: number): number {
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x / temperature));
  const rank = (i: number, among: number[]): number =>
    1 + among.reduce((sum, value, j) => (j === i ? sum : sum + sigmoid(value - s[i])), 0);
  const first = s.slice(0, positives);
  return 1 - mean(first.map((_, i) => rank(i, first) / rank(i, s)));
}

export function slowListLikelihood(s: number[], rows: number, temperature: number): number {
  const cost = (i: number): number => {
    const tail = s.slice(i).map((x) => Math.exp(x / temperature));
    return Math.log(tail.reduce((a, b) => a + b, 0)) - s[i] / temperature;
  };
  return mean(s.slice(0, rows).map((_, i) => cost(i)));
}

export function slowStructure(q: Rows, g: Rows, centroids: Rows[], temperature: number): number {
  const parts = (row: number[]): Rows => {
    const size = row.length / centroids.length;
    return centroids.map((_, m) => {
      const part = row.slice(m * size, (m + 1) * size);
      return scaled(part, 1 / norm(part));
    });
  };
  const divergence = (a: number[], b: number[], centres: Rows): number => {
    const p = softmax(
      centres.map((c) => dot(b, c)),
      temperature,
    );
    const r = softmax(
      centres.map((c) => dot(a, c)),
      temperature,
    );
    return p.reduce((sum, x, n) => sum + x * Math.log(x / r[n]), 0);
  };
  return mean(
    q.flatMap((row, b) => {
      const [own, target] = [parts(row), parts(g[b])];
      return centroids.map((centres, m) => divergence(own[m], target[m], centres));
    }),
  );
}

/** ArcFace cross-entropy of rows under unit class weights. */
export function slowClassification(
  x: Rows,
  weights: Rows,
  classes: number[],
  scale: number,
  margin: number,
): number {
  return mean(
    x.map((row, b) => {
      const logits = weights.map((w, c) => {
        const theta = Math.acos(dot(row, w) / norm(w));
        return scale * Math.cos(theta + (c === classes[b] && theta <= Math.PI - margin ? margin : 0));
      });
      return -Math.log(softmax(logits, 1)[classes[b]]);
    }),
  );
}
