import { right, wrong, type Verdict } from '../verdict.js';
import { fractionForPerCent, isVerdict, numberIn } from './values.js';

export interface PredictionTask {
  /** What is predicted, such as `the mAP in per cent`. */
  what: string;
  /** How far a good prediction may be off. */
  within: number;
  /** Behind the numbers, such as ` %`. */
  unit?: string;
  /** Why it comes out so; said of every prediction. */
  because: string;
}

/**
 * Compares a prediction with what was measured, and says why it came out so. A prediction that is off is no fault.
 * @example
 * checkPrediction(40, 33.8, { what: 'the mAP', within: 10, unit: ' %', because: 'half of the pictures are right.' });
 */
export function checkPrediction(answer: unknown, measured: number, task: PredictionTask): Verdict {
  const { what, within, unit = '', because } = task;
  const value = numberIn(answer, `your guess of ${what}`);
  if (isVerdict(value)) return value;
  const found = `measured: ${shown(measured)}${unit}, your guess: ${shown(value)}${unit}.`;
  const off = Math.abs(value - measured);
  if (off <= within) return right(`${found} Why: ${because}`);
  if (unit.trim() === '%' && Math.abs(100 * value - measured) <= within) {
    return wrong(fractionForPerCent(value));
  }
  const direction = value > measured ? 'high' : 'low';
  return wrong(`${found} That is ${shown(off)}${unit} too ${direction}. Why: ${because}`);
}

/** Two digits, more of large numbers. */
function shown(value: number): string {
  const size = Math.abs(value);
  return String(Number(size < 1 ? value.toPrecision(2) : value.toFixed(size < 10 ? 2 : 1)));
}
