import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { type ExportedFiles } from '../../../src/export/exportedFiles.js';
import { formats } from '../../../src/export/formats.js';
import { largestDifference, toyPlan, toySize, count, pixels, run } from '../toyNetwork.js';

beforeAll(() => selectBackend());

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

async function serve(files: ExportedFiles): Promise<Server> {
  const server = createServer((request, response) => {
    const bytes = files.get(request.url!.slice(1));
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
