import type { ProgressState } from '../../base/progress.js';
import { progressBar, type ProgressBar } from './progressBar.js';

/** A progress bar for each long preparation (pictures, gallery vectors), shown only while there is something to wait for. */
export function preparationBars(): { update: (state: ProgressState) => void; stop: () => void } {
  const bars = new Map<string, ProgressBar>();
  return {
    update({ done, total, what }) {
      let bar = bars.get(what);
      // What is in the store already comes as one report of the end.
      if (!bar && done >= total) return;
      if (!bar) bars.set(what, (bar = progressBar(total, what)));
      bar.update(done);
      if (done >= total) bar.stop();
    },
    stop: () => bars.forEach((bar) => bar.stop()),
  };
}
