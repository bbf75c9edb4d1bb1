import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { frozenNetwork } from '../../src/models/networks/frozenNetwork.js';
import { pool } from '../../src/models/pooling.js';
import { pretrainedNetwork, pretrainedWeights } from '../../src/models/pretrained.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import type { PretrainedName } from '../../src/models/pretrainedWeights.js';
import { patternPictures } from './pictures.js';

/** Pooled feature maps of two pictures, computed by PyTorch 1.13 on the same weights. */
interface Reference {
  size: number;
  dimension: number;
  average: string;
  gem: string;
}

beforeAll(() => selectBackend({ prefer: 'native' }));

const names: PretrainedName[] = [
  'efficientNetLite0',
  'efficientNetLite1',
  'efficientNetLite2',
  'mobileNetV2',
  'squeezeNet',
];

describe('frozen networks equal the reference framework', () => {
  for (const name of names) {
    test.skipIf(!hasWeights(name))(
      `${name} agrees with PyTorch on every number of both poolings`,
      async () => {
        const reference = readReference(name);
        const before = tf.memory().numTensors;
        const frozen = frozenNetwork(pretrainedNetwork(name), await pretrainedWeights(name));
        const pictures = tf.tensor4d(patternPictures(reference.size), [2, reference.size, reference.size, 3]);
        for (const pooling of ['average', 'gem'] as const) {
          const pooled = tf.tidy(() => pool(frozen.featureMap(pictures), pooling));
          expect(pooled.shape).toEqual([2, reference.dimension]);
          const expected = decode(reference[pooling]);
          expect(maximumDifference(pooled.dataSync(), expected)).toBeLessThan(1e-4);
          pooled.dispose();
        }
        frozen.dispose();
        pictures.dispose();
        expect(tf.memory().numTensors).toBe(before);
      },
    );
  }
});

function readReference(name: string): Reference {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Reference;
}

function decode(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}

function maximumDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
