import * as tf from '@tensorflow/tfjs-core';
import { parseConfig } from '../../base/config/parseConfig.js';
import { RetrievalError } from '../../errors.js';
import { checkFinite, checkLength } from '../../vectors/gallery/checkInput.js';
import { mappingSchema, type MappingConfig } from './config.js';
import { fitUnitFamily } from './fitUnitFamily.js';
import { iSpline } from './iSpline.js';
import { piecewiseLinear } from './piecewiseLinear.js';
import { positiveNetwork } from './positiveNetwork.js';
import type { MonotoneMapping, UnitFamily } from './types.js';

/**
 * Builds `m(t) = low' + (high' - low') ((1 - f) g(u) + f u)`, `u = (clip(t) - low) / (high - low)`, where `g` is a
 * {@link UnitFamily} and `f` the slope floor. `m` never decreases since it is a rising function plus a straight line;
 * its ends `low' = low^e` and `high' = high^e` are pinned, so it cannot collapse to a constant. It starts as `t^e`.
 *
 * @param range lowest and highest gallery similarity to expect.
 * @throws RetrievalError for options that are not valid, and for a range that is none.
 */
export function createMonotoneMapping(
  config: MappingConfig,
  range: readonly [number, number],
  seed: number,
): MonotoneMapping {
  const { startExponent: exponent, slopeFloor } = parseConfig(mappingSchema, config, 'the mapping');
  if (config.family === 'power') return powerMapping(exponent);
  const [low, high] = checkedRange(range);
  const [lowValue, highValue] = [signedPower(low, exponent), signedPower(high, exponent)];
  const family = createFamily(config, seed);

  const start = (u: number): number =>
    (signedPower(low + u * (high - low), exponent) - lowValue) / (highValue - lowValue);
  fitUnitFamily(family, (u) => (slopeFloor < 1 ? (start(u) - slopeFloor * u) / (1 - slopeFloor) : u));

  return {
    variables: family.variables,
    apply: <T extends tf.Tensor>(similarities: T): T =>
      tf.tidy(() => {
        const clipped = tf.clipByValue(tf.reshape(similarities, [-1]), low, high);
        const u = tf.div<tf.Tensor1D>(tf.sub(clipped, low), high - low);
        const unit = tf.add(tf.mul(family.evaluate(u), 1 - slopeFloor), tf.mul(u, slopeFloor));
        return tf.reshape(tf.add(tf.mul(unit, highValue - lowValue), lowValue), similarities.shape) as T;
      }),
    dispose: () => tf.dispose(family.variables),
  };
}

function checkedRange(range: readonly [number, number]): readonly [number, number] {
  checkLength(range, 2, 'range');
  checkFinite(range, 'range');
  if (range[0] < range[1]) return range;
  throw new RetrievalError({
    what: 'The gallery model gives all pairs of pictures the same similarity',
    where: 'range',
    expected: 'a lowest similarity below the highest',
    found: `${range[0]} to ${range[1]}`,
    fix: 'look whether the gallery vectors tell pictures apart',
  });
}

/** The fixed map `sign(t) |t|^e`; nothing in it is learnt. */
export function powerMapping(exponent: number): MonotoneMapping {
  return {
    variables: [],
    apply: (similarities) =>
      tf.tidy(() => tf.mul(tf.sign(similarities), tf.pow(tf.abs(similarities), exponent))),
    dispose: () => undefined,
  };
}

function createFamily(config: MappingConfig, seed: number): UnitFamily {
  switch (config.family) {
    case 'iSpline':
      return iSpline(config.pieces);
    case 'positiveNetwork':
      return positiveNetwork(config.pieces, seed);
    default:
      return piecewiseLinear(config.pieces);
  }
}

function signedPower(t: number, exponent: number): number {
  return Math.sign(t) * Math.abs(t) ** exponent;
}
