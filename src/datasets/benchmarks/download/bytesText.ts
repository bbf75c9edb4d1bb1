const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in the largest unit of 1000 that leaves a whole number before the point: `1.9 GB`, `150 kB`. */
export function bytesText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power > 0 && value < 9.95 ? 1 : 0)} ${units[power]}`;
}

/** `1 file`, `3 files`. */
export function filesText(count: number): string {
  return `${count} file${count === 1 ? '' : 's'}`;
}
