import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { describeBytes } from '../../../src/base/describeBytes.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { nativeBackend } from '../../../src/compute/backend/nativeBackend.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { extractEmbeddings } from '../../../src/extraction/extractEmbeddings.js';
import { activationBytes } from '../../../src/models/networks/activationBytes.js';
import { frozenNetwork } from '../../../src/models/networks/frozenNetwork.js';
import { fullConvolution, type Layer } from '../../../src/models/networks/network.js';
import { randomWeights } from '../../../src/models/networks/networkWeights.js';
import { smallCnn } from '../../../src/models/networks/smallCnn.js';
import { createQueryModel } from '../../../src/models/createQueryModel.js';
import { embedAll } from '../../../src/training/embedAll.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

const convolution = (name: string, inputs: number, outputs: number, stride: 1 | 2): Layer =>
  fullConvolution({ name, kernel: 3, stride, inputs, outputs, padding: 'same', activation: 'relu' });

test('a network takes what its largest layer reads and writes, and what waits beside it', () => {
  const network = (layers: Layer[]) => ({ ...smallCnn(1), layers });
  const first = convolution('a', 3, 10, 2);
  // 8 x 8 x 3 in, 4 x 4 x 10 out.
  expect(activationBytes(network([first]), 8)).toBe(4 * (192 + 160));
  const inner = {
    kind: 'residual',
    layers: [convolution('b', 10, 20, 1), convolution('c', 20, 10, 1)],
  } as const;
  // The input of the sum waits while 4 x 4 x 10 become 4 x 4 x 20.
  expect(activationBytes(network([first, { ...inner, layers: [...inner.layers] }]), 8)).toBe(
    4 * (160 + 160 + 320),
  );
});

test('a batch that the memory does not hold is named with its estimate, in extraction as in the network', async () => {
  const network = smallCnn(1);
  const frozen = frozenNetwork(network, randomWeights(network, randomSource(1)));
  const full = vi.spyOn(nativeBackend(), 'runSavedModel').mockImplementation(() => {
    throw new Error('Session fail to run with error: OOM when allocating tensor with shape[64,9]');
  });
  const model = {
    name: 'gallery',
    dimension: 4,
    size: 32,
    identity: 'x',
    embed: (pixels: tf.Tensor4D) =>
      Promise.resolve(tf.tidy(() => tf.mean<tf.Tensor2D>(frozen.featureMap(pixels), [1, 2]))),
    dispose: () => undefined,
  };
  const source = {
    name: 'pictures',
    count: 5,
    pixels: () => Promise.resolve(new Uint8Array(5 * 32 * 32 * 3)),
  };
  const estimate = describeBytes(5 * activationBytes(network, 32));
  const failed = extractEmbeddings(model, source as never, { rows: Int32Array.of(0, 1, 2, 3, 4) });
  await expect(failed).rejects.toThrow(
    new RegExp(
      `does not hold a batch of pictures[^]*5 pictures of 32 x 32 pixels[^]*an estimate of ${estimate}; [^]*lower the batch`,
    ),
  );
  full.mockRestore();
  frozen.dispose();
});

test('a query model says the same of pictures that it embeds', async () => {
  const model = await createQueryModel({ kind: 'smallCnn', size: 32 }, randomSource(1), { dimension: 6 });
  const full = vi.spyOn(nativeBackend(), 'executeMultipleOutputs').mockImplementation(() => {
    throw new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[64,9]');
  });
  const failed = embedAll(model, new Uint8Array(2 * 32 * 32 * 3), 2);
  await expect(failed).rejects.toThrow(/2 pictures of 32 x 32 pixels[^]*an estimate of/);
  full.mockRestore();
  expect(embeddingMatrix(await embedAll(model, new Uint8Array(2 * 32 * 32 * 3), 2), 2, 6).rows).toBe(2);
  model.dispose();
});
