import { mean } from '../../retrieval/metrics/bootstrap.js';
import { inLegendOrder } from '../methods/looks.js';

/** One measurement of a method; several at the same `x` are runs with different seeds. */
export interface MethodPoint {
  /** Id of the method. */
  method: string;
  x: number;
  y: number;
  /** Bounds of the measurement's own interval, if it has one. */
  low?: number;
  high?: number;
}

/** The mean over seeds at one `x`, with the band drawn around it. */
export interface SeriesPoint {
  x: number;
  y: number;
  low: number;
  high: number;
  seeds: number;
}

export interface MethodSeries {
  method: string;
  points: SeriesPoint[];
}

/**
 * Averages runs with different seeds. The band is the mean of the runs' own intervals where all have one, else the
 * range of the runs.
 * @returns methods in legend order, points sorted by `x`.
 */
export function methodSeries(points: readonly MethodPoint[]): MethodSeries[] {
  return inLegendOrder(points.map((point) => point.method)).map((method) => {
    const own = points.filter((point) => point.method === method);
    const positions = [...new Set(own.map((point) => point.x))].sort((a, b) => a - b);
    return { method, points: positions.map((x) => averaged(own.filter((point) => point.x === x))) };
  });
}

function averaged(runs: readonly MethodPoint[]): SeriesPoint {
  const values = runs.map((run) => run.y);
  const intervals = runs.every((run) => Number.isFinite(run.low) && Number.isFinite(run.high));
  return {
    x: runs[0]!.x,
    y: mean(values),
    low: intervals ? mean(runs.map((run) => run.low!)) : Math.min(...values),
    high: intervals ? mean(runs.map((run) => run.high!)) : Math.max(...values),
    seeds: runs.length,
  };
}

/** The method with the highest and the one with the lowest value at a position; undefined without any point there. */
export function extremes(
  series: readonly MethodSeries[],
  x: number,
): { best: Ranked; worst: Ranked } | undefined {
  const ranked = series
    .flatMap(({ method, points }) => points.filter((p) => p.x === x).map((p) => ({ method, value: p.y })))
    .sort((a, b) => b.value - a.value);
  return ranked.length > 0 ? { best: ranked[0]!, worst: ranked.at(-1)! } : undefined;
}

/** A method with the value it is ranked by. */
export interface Ranked {
  method: string;
  value: number;
}

/** Every `x` that any method has, ascending. */
export function positionsOf(series: readonly MethodSeries[]): number[] {
  const all = new Set(series.flatMap(({ points }) => points.map((point) => point.x)));
  return [...all].sort((a, b) => a - b);
}

/** "one seed", "3 seeds" or "1 to 3 seeds" for the line below a title. */
export function seedsOf(series: readonly MethodSeries[]): string {
  const counts = series.flatMap(({ points }) => points.map((point) => point.seeds));
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return 'one seed';
  return fewest === most ? `${most} seeds` : `${fewest} to ${most} seeds`;
}
