import { clearScreenDown, moveCursor } from 'node:readline';
import { textChart } from '../../report/plots/textChart.js';
import { trainingLines, type Depth } from './curves.js';
import type { LiveMethod } from './liveRuns.js';

const redrawMilliseconds = 250;

/** The curve as a terminal shows it, and how far each training is. */
export function curveText(methods: readonly LiveMethod[], depth: Depth): string {
  const lines = trainingLines(methods, depth).map((line, n) => ({
    ...line,
    label: `${line.label} (${stateOf(methods[n]!)})`,
  }));
  return textChart(lines, {
    title: `Order consistency@${depth} on unseen classes, per cent`,
    xLabel: 'share of the training, 0 to 100 %',
    range: [0, 100],
    unit: ' %',
  });
}

function stateOf({ share, run, kept }: LiveMethod): string {
  if (run) return kept ? 'kept from an earlier start' : `trained in ${run.manifest.seconds.toFixed(0)} s`;
  return share > 0 ? `${Math.floor(100 * share)} %` : 'waits';
}

/**
 * Shows the curve as it grows: redrawn in place on a terminal, written once for each finished method in a plain log.
 * @param stream default: the standard output
 */
export function terminalCurve(depth: Depth, stream: NodeJS.WriteStream = process.stdout) {
  let [height, shownAt, finished] = [0, -Infinity, 0];
  const redraw = (methods: readonly LiveMethod[]): void => {
    const text = curveText(methods, depth);
    moveCursor(stream, 0, -height);
    clearScreenDown(stream);
    stream.write(`${text}\n`);
    height = text.split('\n').length;
    shownAt = performance.now();
  };
  return {
    update(methods: readonly LiveMethod[]): void {
      const done = methods.filter(({ run }) => run).length;
      const isNews = done > finished;
      finished = done;
      if (stream.isTTY) {
        if (isNews || performance.now() - shownAt >= redrawMilliseconds) redraw(methods);
      } else if (isNews) {
        stream.write(`${curveText(methods, depth)}\n\n`);
      }
    },
  };
}
