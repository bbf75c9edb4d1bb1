import { randomUUID } from 'node:crypto';
import { SingleBar } from 'cli-progress';
import { escapeHtml } from '../../base/escapeHtml.js';
import { ink } from '../plots/theme.js';
import { displayBundle, inNotebook } from './kernel.js';
import { timeLeft } from './timeLeft.js';
import { progressLine, tellsLines } from './progressLines.js';
import { progressText, share, type ProgressReport } from './progressText.js';

/** What may be told along with the progress; what is left out stays as it was. */
export interface ProgressFacts extends Partial<
  Pick<ProgressReport, 'imagesPerSecond' | 'loss' | 'note' | 'total'>
> {
  /** Units among the finished ones that were there before, which say nothing of the time left; default 0. */
  reused?: number;
}

/** Shows how far a piece of work is. */
export interface ProgressBar {
  /** @param done units finished so far. */
  update(done: number, facts?: ProgressFacts): void;
  /** Shows the last state and ends the display; more calls do nothing. */
  stop(): void;
}

/** Where reports go, and how often they may come. */
interface Display {
  intervalSeconds: number;
  show(report: ProgressReport): void;
  end(): void;
}

export interface ProgressBarOptions {
  /** Seconds between the lines of a plain log, default 10. */
  logInterval?: number;
  /** Default: the standard error output. */
  stream?: NodeJS.WriteStream;
}

/**
 * An updating bar in a notebook, an updating line on a terminal, a line every few seconds in a plain log, one every second
 * for a process that waits for this one (`ASYMMETRIC_PROGRESS=lines`).
 * @param total units of work, for example training steps.
 */
export function progressBar(total: number, label: string, options: ProgressBarOptions = {}): ProgressBar {
  const { logInterval = 10, stream = process.stderr } = options;
  const display = inNotebook()
    ? notebookDisplay()
    : stream.isTTY
      ? terminalDisplay(stream)
      : tellsLines()
        ? lineDisplay(stream)
        : logDisplay(stream, logInterval);
  const start = performance.now();
  const left = timeLeft();
  let last: ProgressReport = { label, done: 0, total, seconds: 0 };
  let reused = 0;
  let shownAt = -Infinity;
  let stopped = false;
  const showLast = (): void => {
    shownAt = performance.now();
    display.show({ ...last, megabytes: process.memoryUsage.rss() / 2 ** 20 });
  };
  return {
    update(done, { reused: before, ...facts } = {}) {
      if (stopped) return;
      reused = before ?? reused;
      const seconds = (performance.now() - start) / 1000;
      last = { ...last, ...facts, done, seconds };
      last.secondsLeft = left({ done, total: last.total, reused, seconds });
      if (performance.now() - shownAt >= display.intervalSeconds * 1000) showLast();
    },
    stop() {
      if (stopped) return;
      stopped = true;
      showLast();
      display.end();
    },
  };
}

function notebookDisplay(): Display {
  const id = randomUUID();
  let shown = false;
  return {
    intervalSeconds: 0.25,
    show(report) {
      displayBundle({ 'text/html': progressHtml(report), 'text/plain': progressText(report) }, id, shown);
      shown = true;
    },
    end: () => undefined,
  };
}

function terminalDisplay(stream: NodeJS.WriteStream): Display {
  const bar = new SingleBar({ stream, format: '{bar} {text}', barsize: 20, hideCursor: true });
  bar.start(1, 0, { text: '' });
  return {
    intervalSeconds: 0.1,
    show: (report) => bar.update(share(report), { text: progressText(report) }),
    end: () => bar.stop(),
  };
}

function logDisplay(stream: NodeJS.WriteStream, intervalSeconds: number): Display {
  return {
    intervalSeconds,
    show: (report) => void stream.write(`${progressText(report)}\n`),
    end: () => undefined,
  };
}

/** For a process that reads them. */
function lineDisplay(stream: NodeJS.WriteStream): Display {
  return {
    intervalSeconds: 1,
    show: (report) => void stream.write(`${progressLine(report)}\n`),
    end: () => undefined,
  };
}

/** The bar of a notebook: a coloured strip with the report below it. */
export function progressHtml(report: ProgressReport): string {
  const width = (100 * share(report)).toFixed(1);
  return (
    `<div style="max-width:560px;font-family:sans-serif"><div style="background:${ink.grid};height:8px;border-radius:4px">` +
    `<div style="background:${ink.positive};width:${width}%;height:8px;border-radius:4px"></div></div>` +
    `<div style="margin-top:3px">${escapeHtml(progressText(report))}</div></div>`
  );
}
