import type { Run } from '../../../experiments/runOptions.js';
import { compactCount, decimals } from '../../../report/plots/formatting.js';
import { familyOf } from '../../methods/families.js';
import { methodLabel } from '../../methods/looks.js';
import { pairedGain, type Gain } from '../pairedGain.js';
import { select } from '../selection.js';
import { byMethod, meanOf, points, sentences, type Answering } from './words.js';

/** What rank preservation gains on feature regression with one query model. */
interface Step {
  size: number;
  gain: Gain;
  /** mAP over that of feature regression. */
  ratio: number;
}

/** Whether the gain of order-only methods on strict alignment grows as the query model gets fewer weights or pixels. */
export const strictAlignment: Answering = (runs, dataset) =>
  sentences([
    ...trends(
      select.capacity(runs, dataset),
      ({ record }) => record.parameters,
      (size) => `${compactCount(size)} weights`,
    ),
    ...trends(
      select.resolution(runs, dataset),
      ({ manifest }) => manifest.config.featureSize,
      (size) => `pictures of ${size} pixels`,
    ),
  ]);

function trends(
  runs: readonly Run[],
  sizeOf: (run: Run) => number,
  nameOf: (size: number) => string,
): (string | undefined)[] {
  const methods = byMethod(runs);
  const regression = methods.get('regression') ?? [];
  const sizes = [...new Set(regression.map(sizeOf))].sort((a, b) => a - b);
  return [...methods]
    .filter(([method]) => familyOf(method).id === 'order')
    .map(([method, own]) => {
      const steps = sizes.flatMap((size) => stepOf(own, regression, (run) => sizeOf(run) === size, size));
      return steps.length < 2 ? undefined : trend(methodLabel(method), steps, nameOf);
    });
}

function stepOf(
  own: readonly Run[],
  base: readonly Run[],
  here: (run: Run) => boolean,
  size: number,
): Step[] {
  const [mine, theirs] = [own.filter(here), base.filter(here)];
  const gain = pairedGain(mine, theirs);
  if (!gain) return [];
  return [{ size, gain, ratio: meanOf(mine, 'mapAsymmetric') / meanOf(theirs, 'mapAsymmetric') }];
}

function trend(name: string, steps: readonly Step[], nameOf: (size: number) => string): string {
  const [small, large] = [steps[0]!, steps.at(-1)!];
  const of = ({ size, gain, ratio }: Step): string =>
    `${points(gain)}, ${decimals(ratio, 2)} times its mAP, with ${nameOf(size)}`;
  const peak = steps.reduce((a, b) => (b.gain.mean > a.gain.mean ? b : a));
  const between = peak !== small && peak !== large ? `; it is largest in between, ${of(peak)}` : '';
  return `${name} gains on feature regression ${of(large)}, and ${of(small)}: ${verdict(small, large)}${between}.`;
}

/** In points the intervals decide; the ratio is told too, because a smaller model has less to gain from. */
function verdict(small: Step, large: Step): string {
  const ratio = small.ratio > large.ratio ? 'grows' : 'shrinks';
  let inPoints = 'shows no trend outside the intervals';
  if (small.gain.low > large.gain.high) inPoints = 'grows';
  if (small.gain.high < large.gain.low) inPoints = 'shrinks';
  return `as the query model shrinks the gain ${inPoints} in points and ${ratio} as a ratio`;
}
