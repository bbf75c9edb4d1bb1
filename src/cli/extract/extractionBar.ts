import type { ExtractionProgress } from '../../extraction/extractionProgress.js';
import { progressBar, type ProgressBar } from '../../report/notebook/progressBar.js';

/** A bar over the pictures that are still to do, so that its time left does not count those of earlier calls. */
export function extractionBar(): { update: (progress: ExtractionProgress) => void; stop: () => void } {
  let bar: ProgressBar | undefined;
  return {
    update({ done, total, what, stored, broken, picturesPerSecond }) {
      bar ??= progressBar(total - stored, what);
      const notes = [
        `${picturesPerSecond.toFixed(1)} pictures/s`,
        stored > 0 && `${stored} from before`,
        broken > 0 && `${broken} broken`,
      ];
      bar.update(done - stored, { note: notes.filter(Boolean).join(' · ') });
    },
    stop: () => bar?.stop(),
  };
}
