import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { exportFormats, type ExportedFiles } from '../../src/export/exportedFiles.js';
import { formats } from '../../src/export/formats.js';
import { encodeKernel, weightPrecisions, type WeightPrecision } from '../../src/export/kernelEncoding.js';
import type { Plan } from '../../src/export/plan.js';
import { float16ToFloat32 } from '../../src/vectors/formats/float16.js';
import { largestDifference, toyEmbeddings, toyPlan, toySize } from './toys.js';

const count = 5;
const pixels = randomPictures(count, toySize);
const cases = exportFormats.flatMap((format) =>
  weightPrecisions.map((weights) => [format, weights] as const),
);

beforeAll(() => selectBackend());

async function run(format: (typeof exportFormats)[number], files: ExportedFiles, rows = count) {
  const model = await formats[format].load(files);
  try {
    return await model.embed(pixels.subarray(0, rows * toySize ** 2 * 3), rows);
  } finally {
    model.dispose();
  }
}

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

describe('a graph model', () => {
  test('has standard operations only, and comes from a server as a browser fetches it', async () => {
    const files = await formats['tfjs-graph'].write(toyPlan(), 'int8');
    const { modelTopology } = JSON.parse(Buffer.from(files.get('model.json')!).toString()) as {
      modelTopology: { node: { op: string }[] };
    };
    expect([...new Set(modelTopology.node.map(({ op }) => op))].sort()).toEqual([
      ...['AddV2', 'BiasAdd', 'ConcatV2', 'Const', 'Conv2D', 'DepthwiseConv2dNative', 'MaxPool', 'Maximum'],
      ...['Mean', 'Mul', 'Pad', 'Placeholder', 'Pow', 'RealDiv', 'Relu', 'Relu6', 'Reshape', 'Rsqrt'],
      ...['Sigmoid', 'Slice', 'Sub', 'Sum', 'Transpose'],
    ]);
    const server = await serve(files);
    try {
      const { port } = server.address() as AddressInfo;
      const model = await tf.loadGraphModel(`http://127.0.0.1:${port}/model.json`);
      const input = tf.tensor4d(pixels, [count, toySize, toySize, 3]);
      const result = model.predict({ pixels: input }) as tf.Tensor;
      expect(largestDifference(result.dataSync(), await run('tfjs-graph', files))).toBeLessThan(1e-6);
      tf.dispose([input, result]);
      model.dispose();
    } finally {
      server.close();
    }
  });
});

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

async function serve(files: ExportedFiles): Promise<Server> {
  const server = createServer((request, response) => {
    const bytes = files.get(request.url!.slice(1));
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
