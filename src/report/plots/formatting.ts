/** A number with a fixed count of decimals and a true minus sign. */
export function decimals(value: number, digits = 1): string {
  if (!Number.isFinite(value)) return 'n/a';
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? (0).toFixed(digits) : text).replace('-', '−');
}

/** A percentage whose sign stays on its line. */
export function percent(value: number, digits = 1): string {
  return `${decimals(value, digits)}\u00a0%`;
}

/** A count in thousands, millions or billions: `42 k`, `3.5 M`, `1.2 G`; the space never breaks. */
export function compactCount(value: number): string {
  const units = ['', '\u00a0k', '\u00a0M', '\u00a0G', '\u00a0T'];
  let unit = 0;
  let rest = value;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${rest >= 10 ? Math.round(rest) : Number(rest.toFixed(1))}${units[unit]}`;
}

/** The powers of ten that enclose the values, for the ticks of a logarithmic axis; steps of 1, 2, 5 when they are few. */
export function logTicks(values: readonly number[]): number[] {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const steps = high - low < 2.2 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(low) - 1; power <= Math.ceil(high); power++) {
    for (const step of steps) ticks.push(step * 10 ** power);
  }
  return ticks;
}
