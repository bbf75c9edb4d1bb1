/** How far a piece of work is, and what is known about it. */
export interface ProgressReport {
  label: string;
  /** Units finished; may have a fraction. */
  done: number;
  total: number;
  /** Since the start. */
  seconds: number;
  /** Estimate of what is still to come; nothing as long as there is none. */
  secondsLeft?: number;
  imagesPerSecond?: number;
  loss?: number;
  /** Memory of this process. */
  megabytes?: number;
  /** What is being done just now. */
  note?: string;
}

/** The report as one line: `training 240/960 25 % · 3,210 images/s · 12 s left · loss 0.412 · 640 MB`. */
export function progressText(report: ProgressReport): string {
  const { label, done, total, seconds, secondsLeft, imagesPerSecond, loss, megabytes, note } = report;
  return [
    `${label} ${Math.floor(done)}/${total} ${Math.floor(100 * share(report))} %`,
    imagesPerSecond !== undefined && `${Math.round(imagesPerSecond).toLocaleString('en')} images/s`,
    done >= total
      ? `${duration(seconds)} in all`
      : secondsLeft !== undefined && `${duration(secondsLeft)} left`,
    loss !== undefined && `loss ${loss.toPrecision(3)}`,
    megabytes !== undefined && `${Math.round(megabytes)} MB`,
    note,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The finished part, in [0, 1]; work of length 0 is finished. */
export function share({ done, total }: Pick<ProgressReport, 'done' | 'total'>): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
}

/** `8 s`, `2 min 05 s` or `1 h 03 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return `${minutes} min ${String(rest).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
