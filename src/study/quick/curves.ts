import type { SvgLine } from '../../report/plots/svgChart.js';
import type { TextLine } from '../../report/plots/textChart.js';
import { methodLooks } from '../methods/looks.js';
import type { LiveMethod } from './liveRuns.js';

/** Depth of the ranking at which order consistency is followed during training. */
export type Depth = 10 | 100;

/** Order consistency against the share of the training that is done, per cent: a line for each method. */
export function trainingLines(methods: readonly LiveMethod[], depth: Depth): (SvgLine & TextLine)[] {
  return withLooks(methods).map(({ label, color, trajectory, steps }) => ({
    label,
    color,
    points: trajectory.map((point) => ({
      x: (100 * point.step) / (steps || point.step),
      y: point[`orderConsistency${depth}`],
    })),
  }));
}

/** Order consistency against the depth of the ranking, with its interval over queries: a line for each finished method. */
export function depthLines(methods: readonly LiveMethod[]): SvgLine[] {
  return withLooks(methods).flatMap(({ label, color, run }) =>
    run
      ? [
          {
            label,
            color,
            points: run.manifest.consistencyCurve.map(({ depth, value, low, high }) => ({
              x: depth,
              y: value,
              low,
              high,
            })),
          },
        ]
      : [],
  );
}

function withLooks(methods: readonly LiveMethod[]): (LiveMethod & { color: string })[] {
  const looks = methodLooks(methods.map(({ method }) => method));
  return methods.map((one) => ({ ...one, color: looks.get(one.method)!.color }));
}
