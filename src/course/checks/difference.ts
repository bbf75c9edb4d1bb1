import { areNear, inWords, isNear, ordinal, usualRoom } from './values.js';

/**
 * What a wrong list of numbers has in common with the right one, as far as that can be told: another sign, a factor, a
 * shift, another order, and else the first number that is wrong. It does not give the right numbers away.
 * @param answer as long as `expected`
 * @returns undefined where the lists agree.
 */
export function difference(
  answer: readonly number[],
  expected: readonly number[],
  within: number = usualRoom,
): string | undefined {
  if (areNear(answer, expected, within)) return undefined;
  const infinite = answer.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0) {
    const which = expected.length > 1 ? `the ${ordinal(infinite + 1)} number` : 'the number';
    return `${which} is not finite: is something divided by 0, or e taken to a large power?`;
  }
  return (
    scaled(answer, expected, within) ?? moved(answer, expected, within) ?? first(answer, expected, within)
  );
}

function scaled(answer: readonly number[], expected: readonly number[], within: number): string | undefined {
  if (expected.every((value) => value === 0)) return undefined;
  const square = expected.reduce((sum, value) => sum + value * value, 0);
  const factor = answer.reduce((sum, value, n) => sum + value * expected[n]!, 0) / square;
  const isScaled = areNear(
    answer,
    expected.map((value) => factor * value),
    within,
  );
  if (!isScaled || factor === 0) return undefined;
  if (isNear(factor, -1)) return 'every number has the wrong sign.';
  if (expected.length === 1) return undefined;
  return `every number is ${inWords(factor)} times what it should be: a factor is missing or too much.`;
}

function moved(answer: readonly number[], expected: readonly number[], within: number): string | undefined {
  if (expected.length < 2) return undefined;
  const shift = answer[0]! - expected[0]!;
  const isShifted = areNear(
    answer,
    expected.map((value) => value + shift),
    within,
  );
  if (isShifted) {
    return `every number is ${inWords(Math.abs(shift))} too ${shift > 0 ? 'high' : 'low'}.`;
  }
  if (areNear(answer, [...expected].reverse(), within))
    return 'the numbers are right, but in the opposite order.';
  const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
  return areNear(sorted(answer), sorted(expected), within)
    ? 'the numbers are right, but some stand in each other’s place.'
    : undefined;
}

function first(answer: readonly number[], expected: readonly number[], within: number): string {
  const at = answer.findIndex((value, n) => !isNear(value, expected[n]!, within));
  const value = answer[at]!;
  const direction = value > expected[at]! ? 'high' : 'low';
  const place = expected.length > 1 ? `the ${ordinal(at + 1)} number, ${inWords(value)},` : inWords(value);
  return `${place} is too ${direction}.`;
}
