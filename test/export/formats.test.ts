import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { RetrievalError } from '../../src/errors.js';
import { exportFormats } from '../../src/export/exportedFiles.js';
import { formats } from '../../src/export/formats.js';
import { encodeKernel } from '../../src/export/kernelEncoding.js';
import { weightPrecisions, type WeightPrecision } from '../../src/export/weightPrecisions.js';
import type { Plan } from '../../src/export/plan.js';
import { float16ToFloat32 } from '../../src/vectors/formats/float16.js';
import { largestDifference, toyEmbeddings, toyPlan, count, pixels, run } from './toyNetwork.js';

const cases = exportFormats.flatMap((format) =>
  weightPrecisions.map((weights) => [format, weights] as const),
);

beforeAll(() => selectBackend());

/** The plan with its kernels rounded as a file of that precision rounds them. */
function rounded(plan: Plan, precision: WeightPrecision): Plan {
  const steps = plan.steps.map((step) => {
    if (!('kernel' in step)) return step;
    const outputs = step.bias.length;
    const encoded = encodeKernel(step.kernel, outputs, precision, step.name);
    switch (encoded.precision) {
      case 'float32':
        return step;
      case 'float16':
        return { ...step, kernel: float16ToFloat32(encoded.values) };
      case 'int8': {
        const kernel = Float32Array.from(encoded.values, (value, at) => value * encoded.scales[at % outputs]);
        return { ...step, kernel };
      }
    }
  });
  return { ...plan, steps };
}

describe('every kind of layer', () => {
  test.each(exportFormats)('comes out of %s as the workspace computes it', async (format) => {
    const embeddings = await run(format, await formats[format].write(toyPlan(), 'float32'));
    expect(largestDifference(embeddings, toyEmbeddings(pixels, count))).toBeLessThan(2e-5);
    // The pictures differ: constant embeddings would agree, too.
    expect(largestDifference(embeddings.subarray(0, 10), embeddings.subarray(10, 20))).toBeGreaterThan(0.01);
  });

  test.each(cases)('is computed in %s with weights as %s rounds them', async (format, precision) => {
    const exported = await run(format, await formats[format].write(toyPlan(), precision));
    const expected = await run(
      'tfjs-graph',
      await formats['tfjs-graph'].write(rounded(toyPlan(), precision), 'float32'),
    );
    expect(largestDifference(exported, expected)).toBeLessThan(2e-5);
    const original = toyEmbeddings(pixels, count);
    if (precision !== 'float32') expect(largestDifference(exported, original)).toBeGreaterThan(1e-5);
  });
});

describe('exported files', () => {
  test.each(exportFormats)('of %s take batches of any size', async (format) => {
    const files = await formats[format].write(toyPlan(), 'float32');
    const [all, one] = [await run(format, files), await run(format, files, 1)];
    expect(largestDifference(one, all.subarray(0, one.length))).toBeLessThan(1e-6);
  });

  test('leave no tensors behind', async () => {
    const before = tf.memory().numTensors;
    for (const [format, precision] of cases)
      await run(format, await formats[format].write(toyPlan(), precision));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('are the same at every writing', async () => {
    for (const [format, precision] of cases) {
      const [first, second] = [
        await formats[format].write(toyPlan(), precision),
        await formats[format].write(toyPlan(), precision),
      ];
      expect([...first].map(([, bytes]) => Buffer.from(bytes).toString('base64'))).toEqual(
        [...second].map(([, bytes]) => Buffer.from(bytes).toString('base64')),
      );
    }
  });

  test.each([
    ['tfjs-graph', 'weights.bin', 'missing'],
    ['tfjs-layers', 'model.json', 'missing'],
    ['onnx', 'model.onnx', 'missing'],
    ['tfjs-graph', 'model.json', 'not valid JSON'],
    ['onnx', 'model.onnx', 'does not accept'],
  ] as const)('of %s are refused when %s is damaged: %s', async (format, name, message) => {
    const files = new Map(await formats[format].write(toyPlan(), 'float32'));
    if (message === 'missing') files.delete(name);
    else files.set(name, files.get(name)!.slice(0, 40));
    await expect(formats[format].load(files)).rejects.toThrow(message);
  });
});

test.each(exportFormats)(
  'damaged files of %s are the library’s error, whatever the damage',
  async (format) => {
    const seed = 11;
    const files = await formats[format].write(toyPlan(), 'int8');
    const random = randomSource(seed, format);
    const damaged = (bytes: Uint8Array): Uint8Array => {
      if (random.integer(4) === 0) return bytes.slice(0, random.integer(bytes.length));
      const changed = Uint8Array.from(bytes);
      for (let n = 0; n <= random.integer(5); n++) {
        // Half of them digits, which leave a text a text.
        changed[random.integer(bytes.length)] = random.integer(2)
          ? random.integer(256)
          : 48 + random.integer(10);
      }
      return changed;
    };
    const names = [...files.keys()];
    let refused = 0;
    for (let n = 0; n < 60; n++) {
      const name = names.find((one) => one.endsWith('.json') && random.integer(3) > 0) ?? names.at(-1)!;
      const changed = new Map(files).set(name, damaged(files.get(name)!));
      const error: unknown = await run(format, changed).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error === undefined) continue;
      refused++;
      expect(error, `seed ${seed}, ${n}, ${name}`).toBeInstanceOf(RetrievalError);
    }
    expect(refused).toBeGreaterThan(10);
  },
);
