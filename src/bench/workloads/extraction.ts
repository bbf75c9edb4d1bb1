import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { createGalleryModel } from '../../models/createGalleryModel.js';
import { foldBatchNorm } from '../../models/networks/frozenNetwork.js';
import { convolutions } from '../../models/networks/network.js';
import { kernelShape } from '../../models/networks/networkWeights.js';
import { pretrainedNetwork, pretrainedWeights } from '../../models/pretrained.js';
import { randomSource } from '../../base/randomSource.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';

const batch = 16;
const name = 'efficientNetLite2';

/** Smooth random pictures and the gallery model's weights with the batch norms folded in. */
export async function extractionArrays(folder: string, size: number): Promise<Record<string, SharedArray>> {
  const network = pretrainedNetwork(name);
  await writeFile(join(folder, 'network.json'), JSON.stringify(network));
  const weights = await pretrainedWeights(name);
  const arrays: Record<string, SharedArray> = {};
  for (const layer of convolutions(network.layers)) {
    const { kernel, bias } = foldBatchNorm(layer, weights.get(layer.name)!);
    arrays[`${layer.name}.kernel`] = { shape: kernelShape(layer), data: kernel };
    arrays[`${layer.name}.bias`] = { shape: [layer.outputs], data: bias };
  }
  const random = randomSource(3, 'pictures');
  const coarse = Float32Array.from({ length: batch * 8 * 8 * 3 }, () => random.integer(256));
  const data = tf.tidy(() =>
    tf.image
      .resizeBilinear(tf.tensor4d(coarse, [batch, 8, 8, 3]), [size, size])
      .dataSync<'float32'>()
      .slice(),
  );
  return { ...arrays, pixels: { shape: [batch, size, size, 3], data } };
}

/** Embeds a batch of pictures with the gallery model; arguments: size. */
export async function extraction(folder: string, [size]: string[]): Promise<Workload> {
  const { pixels } = await readArrays(folder);
  const model = await createGalleryModel({ name, size: Number(size) });
  let embeddings = new Float32Array(0);
  return {
    run: async () => {
      const input = tf.tensor4d(pixels!.data, pixels!.shape as [number, number, number, number]);
      const vectors = await model.embed(input);
      embeddings = vectors.dataSync<'float32'>().slice();
      tf.dispose([input, vectors]);
    },
    check: () => ({ embeddings: Array.from(embeddings.subarray(0, 256)) }),
  };
}
