import * as tf from '@tensorflow/tfjs';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { randomSource } from '../../src/base/randomSource.js';
import { createSupernet, type Supernet } from '../../src/architectureSearch/supernet.js';
import { toySpace as space } from './toySearch.js';

export const [size, dimension, rows] = [32, 5, 8];

export const pixels = Uint8Array.from({ length: rows * size ** 2 * 3 }, (_, n) => (n * n * 37) % 251);

export const batch = (first = 0, count = rows): tf.Tensor4D => {
  const width = size ** 2 * 3;
  const part = Float32Array.from(pixels.subarray(first * width, (first + count) * width));
  return tf.tensor4d(part, [count, size, size, 3]);
};

export const build = (seed = 1): Supernet =>
  createSupernet({ space, size, pooling: 'average', seed }, dimension);

export const embed = (model: QueryModel, training: boolean): Float32Array =>
  tf.tidy(() => model.embed(batch(), { training }).dataSync<'float32'>().slice());

export const valuesOf = (model: QueryModel): Map<string, Float32Array> =>
  new Map(
    [...model.variables, ...model.state].map((variable, n) => [
      model.names[n],
      variable.dataSync<'float32'>().slice(),
    ]),
  );

/** The network of one path on its own, with the weights of the supernet. */
export async function standAlone(supernet: Supernet): Promise<QueryModel> {
  const { space: same, path, size: side } = { space, path: [...supernet.path], size };
  const model = await createQueryModel(
    { kind: 'choiceNetwork', space: same, path, size: side },
    randomSource(9),
    { dimension },
  );
  const known = valuesOf(supernet);
  [...model.variables, ...model.state].forEach((variable, n) => {
    tf.tidy(() => variable.assign(tf.tensor(known.get(model.names[n])!, variable.shape)));
  });
  return model;
}
