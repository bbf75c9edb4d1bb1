/** Told how far an extraction is. */
export interface ExtractionProgress {
  /** Photos dealt with, those of earlier calls included. */
  done: number;
  total: number;
  what: string;
  /** Photos of earlier calls. */
  stored: number;
  /** Photos left out so far. */
  broken: number;
  /** Of this call. */
  picturesPerSecond: number;
  /** At this pace; missing before the first photo. */
  secondsLeft?: number;
}

/** What is known when an extraction starts. */
export type ExtractionStart = Pick<ExtractionProgress, 'total' | 'what' | 'stored' | 'broken'>;

/** Counts finished photos and tells their pace. */
export interface ProgressMeter {
  add(photos: number, broken: number): void;
  /** Photos and seconds of this call. */
  total(): { computed: number; seconds: number };
}

/** @param now seconds; default the clock. */
export function progressMeter(
  start: ExtractionStart,
  onProgress?: (progress: ExtractionProgress) => void,
  now = (): number => performance.now() / 1000,
): ProgressMeter {
  const begin = now();
  let [computed, newlyBroken] = [0, 0];
  return {
    add(photos, broken) {
      computed += photos;
      newlyBroken += broken;
      const seconds = now() - begin;
      const left = start.total - start.stored - computed;
      onProgress?.({
        ...start,
        done: start.stored + computed,
        broken: start.broken + newlyBroken,
        picturesPerSecond: seconds > 0 ? computed / seconds : 0,
        ...(computed > 0 && { secondsLeft: (seconds / computed) * left }),
      });
    },
    total: () => ({ computed, seconds: now() - begin }),
  };
}
