import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { formats } from '../../../src/export/formats.js';
import { largestDifference, toyPlan } from '../toyNetwork.js';

beforeAll(() => selectBackend());

describe('a layers model', () => {
  test('brings the module with its own layers, which needs nothing but TensorFlow.js', async () => {
    const files = await formats['tfjs-layers'].write(toyPlan(), 'float32');
    const folder = mkdtempSync(join(tmpdir(), 'layers-'));
    try {
      const file = join(folder, 'layers.mjs');
      writeFileSync(file, files.get('layers.js')!);
      const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
        registerLayers: (library: typeof tf) => Record<string, new (config: object) => tf.layers.Layer>;
      };
      const { UnitLength, GeneralisedMean } = module.registerLayers(tf);
      const unit = new UnitLength({ smallest: 1e-6 }).apply(
        tf.tensor2d([
          [3, 4],
          [0, 0],
        ]),
      ) as tf.Tensor;
      expect(largestDifference(unit.dataSync(), [0.6, 0.8, 0, 0])).toBeLessThan(1e-6);
      const mean = new GeneralisedMean({ floor: 1e-6 }).apply(
        tf.tensor4d([1, 2, 3, -4], [1, 2, 2, 1]),
      ) as tf.Tensor;
      expect(mean.dataSync()[0]).toBeCloseTo(9 ** (1 / 3), 5);
      tf.dispose([unit, mean]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
