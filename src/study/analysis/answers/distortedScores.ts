import { methodLabel } from '../../methods/looks.js';
import { distillation, retunedDistillation } from '../../plan/retunedDistillation.js';
import { pairedGain, verdictOf, type Gain } from '../pairedGain.js';
import { select } from '../selection.js';
import { byMethod, listed, signed, type Answering } from './words.js';

/** A change of mAP below this, in points, is no harm whatever the interval says. */
const noticeable = 0.5;

interface Change {
  name: string;
  /** Exponent at which most is lost. */
  exponent: number;
  gain: Gain;
}

/** What every method loses at the distortion that harms it most, the undistorted runs as the base. */
export const distortedScores: Answering = (runs, dataset) => {
  const methods = byMethod(select.distortion(runs, dataset));
  const base = (method: string) =>
    (methods.get(method === retunedDistillation ? distillation : method) ?? []).filter(
      ({ record }) => record.distortion === 1,
    );
  const changes = [...methods].flatMap(([method, own]): Change[] => {
    const exponents = new Set(own.map(({ record }) => record.distortion).filter((p) => p !== 1));
    const all = [...exponents].flatMap((exponent): Change[] => {
      const gain = pairedGain(
        own.filter(({ record }) => record.distortion === exponent),
        base(method),
      );
      return gain ? [{ name: methodLabel(method), exponent, gain }] : [];
    });
    return all.sort((a, b) => a.gain.mean - b.gain.mean).slice(0, 1);
  });
  if (changes.length === 0) return undefined;
  const harmed = changes.filter(({ gain }) => verdictOf(gain) === 'loss' && gain.mean < -noticeable);
  const unharmed = changes.filter((change) => !harmed.includes(change));
  const losses = harmed
    .sort((a, b) => a.gain.mean - b.gain.mean)
    .map(({ name, exponent, gain }) => `${name} (${signed(gain.mean)} points at t^${exponent})`);
  const keeps = unharmed.map(({ name, gain }) => `${name} (${signed(gain.mean)})`);
  return [
    losses.length > 0
      ? `A bent scale of the same order breaks ${listed(losses)}.`
      : 'A bent scale of the same order breaks nothing.',
    keeps.length > 0 ? `Unmoved, at the worst exponent: ${listed(keeps)}.` : 'No method is unmoved.',
  ].join(' ');
};
