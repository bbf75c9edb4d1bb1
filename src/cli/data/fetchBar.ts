import { SingleBar } from 'cli-progress';
import { bytesText } from '../../datasets/benchmarks/download/bytesText.js';
import type { FetchProgress } from '../../datasets/benchmarks/download/fetchTypes.js';
import { duration } from '../../report/notebook/progressText.js';

/** Milliseconds between two lines of a plain log, and between two states of a terminal. */
const logInterval = 10_000;
const terminalInterval = 100;
/** Seconds before which the end of a step cannot be told. */
const foreseeable = 1;

/** How far a fetch is, on the standard error output: a line that changes on a terminal, a line now and then elsewhere. */
export function fetchBar(stream: NodeJS.WriteStream = process.stderr): {
  update: (progress: FetchProgress) => void;
  stop: () => void;
} {
  let bar: SingleBar | undefined;
  let step = '';
  let [started, first, shown] = [0, 0, -Infinity];
  return {
    update(progress) {
      const now = performance.now();
      const current = `${progress.step} ${progress.file} ${progress.number}`;
      // Speed is that of this step and this run: what was here before took no time.
      if (current !== step)
        [step, started, first, shown] = [current, now, progress.done, stream.isTTY ? -Infinity : now];
      if (now - shown < (stream.isTTY ? terminalInterval : logInterval)) return;
      shown = now;
      const text = fetchText(progress, progress.done - first, (now - started) / 1000);
      if (!stream.isTTY) return void stream.write(`${text}\n`);
      if (!bar) {
        bar = new SingleBar({ stream, format: '{bar} {text}', barsize: 20, hideCursor: true });
        bar.start(1, 0, { text: '' });
      }
      bar.update(progress.total ? Math.min(1, progress.done / progress.total) : 0, { text });
    },
    stop: () => bar?.stop(),
  };
}

/**
 * `2/4 images_000.tar: fetching 240 MB of 960 MB, 25 % · 12 MB/s · 1 min 00 s left`.
 * @param gained bytes of this step in this run, in so many seconds.
 */
export function fetchText(
  { step, file, number, files, done, total }: FetchProgress,
  gained: number,
  seconds: number,
): string {
  const speed = seconds > 0 ? gained / seconds : 0;
  const share = total ? `, ${Math.floor((100 * Math.min(done, total)) / total)} %` : '';
  return [
    `${number}/${files} ${file}: ${step} ${bytesText(done)}${total ? ` of ${bytesText(total)}` : ''}${share}`,
    speed > 0 && `${bytesText(speed)}/s`,
    speed > 0 &&
      seconds >= foreseeable &&
      total &&
      total > done &&
      `${duration((total - done) / speed)} left`,
  ]
    .filter(Boolean)
    .join(' · ');
}
