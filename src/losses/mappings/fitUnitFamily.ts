import * as tf from '@tensorflow/tfjs-core';
import { stepRunner } from '../../compute/backend/stepRunner.js';
import type { UnitFamily } from './types.js';

const gridPoints = 65;

/** Moves the family's variables towards a target on [0, 1] by least squares on a grid (Adam). */
export function fitUnitFamily(family: UnitFamily, target: (u: number) => number, steps = 300): void {
  const grid = Float32Array.from({ length: gridPoints }, (_, i) => i / (gridPoints - 1));
  const u = tf.tensor1d(grid);
  const wanted = tf.tensor1d(grid.map((x) => target(x)));
  const optimizer = tf.train.adam(0.1);
  const runner = stepRunner();
  const error = (): tf.Scalar => tf.mean(tf.squaredDifference(family.evaluate(u), wanted));
  const update = (): tf.Scalar => optimizer.minimize(error, true, family.variables)!;
  for (let step = 0; step < steps; step++) runner.repeat(update, []).dispose();
  runner.dispose();
  optimizer.dispose();
  tf.dispose([u, wanted]);
}
