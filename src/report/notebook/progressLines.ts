import type { ProgressReport } from './progressText.js';

/** Set to `lines` for a process whose progress another one reads from what it prints. */
export const progressVariable = 'ASYMMETRIC_PROGRESS';

/** What such a line begins with; the rest is JSON. */
const mark = '@progress ';

/** How far the work of another process is. */
export type ToldProgress = Pick<ProgressReport, 'label' | 'done' | 'total'>;

/** Whether this process is to tell its progress so. */
export const tellsLines = (): boolean => process.env[progressVariable] === 'lines';

/** The line, without its end. */
export function progressLine({ label, done, total }: ToldProgress): string {
  return mark + JSON.stringify({ label, done: Math.round(1000 * done) / 1000, total });
}

/** What a line of another process tells of its progress; nothing where it tells something else. */
export function readProgressLine(line: string): ToldProgress | undefined {
  if (!line.startsWith(mark)) return undefined;
  try {
    return JSON.parse(line.slice(mark.length)) as ToldProgress;
  } catch {
    return undefined;
  }
}
