import { readFileSync, writeFileSync } from 'node:fs';

/** Starts to watch this process's resident memory; the answer is its peak since then beyond the start, in megabytes. */
export function watchPeak(): () => number | undefined {
  try {
    // 5 sets the peak back to the present value.
    writeFileSync('/proc/self/clear_refs', '5');
    const before = residentMegabytes('VmRSS');
    return () => residentMegabytes('VmHWM') - before;
  } catch {
    return () => undefined;
  }
}

function residentMegabytes(field: string): number {
  const found = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(found![1]) / 1024;
}
