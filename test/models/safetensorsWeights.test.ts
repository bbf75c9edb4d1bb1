import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createGalleryModel } from '../../src/models/createGalleryModel.js';
import { resNet } from '../../src/models/networks/resNet.js';
import { safetensorsWeights } from '../../src/models/safetensorsWeights.js';
import { stateDict, torchArchive } from '../checkpoints/torchWriter.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { safetensorsBytes } from '../vectors/formats/byHand.js';
import { lively } from './networks/livelyWeights.js';
import { patternPictures } from './pictures.js';

const fileOf = temporaryFolder();
beforeAll(() => selectBackend({ prefer: 'native' }));

const network = resNet('resNet18');
const state = stateDict(network, lively(network));

/** The state as safetensors, with a counter of batches as PyTorch's batch norms have it. */
function safetensors(): Buffer {
  const header: Record<string, object> = { __metadata__: { format: 'pt' } };
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, { shape, data }] of state) {
    const body = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    header[name] = { dtype: 'F32', shape, data_offsets: [at, (at += body.length)] };
    parts.push(body);
  }
  header['bn1.num_batches_tracked'] = { dtype: 'I64', shape: [], data_offsets: [at, at + 8] };
  return safetensorsBytes(header, Buffer.concat([...parts, Buffer.alloc(8)]));
}

test('a gallery model of a backbone is the same from safetensors and from PyTorch', async () => {
  const files = [fileOf('model.safetensors', safetensors()), fileOf('model.pth')];
  writeFileSync(files[1], torchArchive(state));
  const pixels = tf.tensor4d(patternPictures(32), [2, 32, 32, 3]);
  const vectors: Float32Array[] = [];
  for (const weights of files) {
    const model = await createGalleryModel({ name: 'resNet18', weights, size: 32 });
    const found = await model.embed(pixels);
    vectors.push(await found.data<'float32'>());
    expect(model.dimension).toBe(512);
    found.dispose();
    model.dispose();
  }
  pixels.dispose();
  expect(vectors[0]).toEqual(vectors[1]);
});

test('a file without weights is refused', async () => {
  const header = { n: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } };
  const file = fileOf('counts.safetensors', safetensorsBytes(header, Buffer.alloc(8)));
  await expect(safetensorsWeights(file)).rejects.toThrow(/holds no weights[^]*n: I64/);
});
