import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packagePath } from '../src/base/files/packagePath.js';
import { workspacePath } from '../src/base/files/workspacePath.js';
import { graphModelFormat } from '../src/export/tfjs/graphModel.js';
import { largestDifference, toyEmbeddings, toyPlan, toySize } from './export/toyNetwork.js';

/** The browser's entry point and everything that it imports but TensorFlow.js, in one file. */
async function bundle(): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'nothing-of-node',
        enforce: 'pre',
        resolveId(id, importer) {
          if (isBuiltin(id)) throw new Error(`${importer} imports ${id}`);
        },
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      rollupOptions: {
        input: packagePath('browser.ts'),
        preserveEntrySignatures: 'strict',
        external: [/^@tensorflow\//],
      },
    },
  })) as { output: { code: string }[] };
  expect(result.output).toHaveLength(1);
  return result.output[0].code;
}

const folder = ((): string => {
  const cache = workspacePath('data', 'cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'browser-'));
})();
afterAll(() => rmSync(folder, { recursive: true }));

let code: string;
let browser: typeof import('../src/browser.js');
beforeAll(async () => {
  await tf.setBackend('cpu');
  code = await bundle();
  writeFileSync(join(folder, 'browser.js'), code);
  browser = (await import(join(folder, 'browser.js'))) as typeof browser;
});

describe('the entry point for browsers', () => {
  test('is bundled without anything of Node, below 210 kB, most of them those of Zod', () => {
    expect(code).not.toMatch(/\bnode:|\bBuffer\b|\bprocess\b|\brequire\(/);
    expect(Buffer.byteLength(code)).toBeLessThan(210_000);
  });

  test('gives a loss with its gradient', () => {
    const { createLoss, createLossBatch } = browser;
    const loss = createLoss({ kind: 'featureRegression' });
    const [query, gallery] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0, 1]])];
    const value = (q: tf.Tensor): tf.Scalar =>
      loss.compute(createLossBatch({ query: q as tf.Tensor2D, gallery }));
    expect(value(query).dataSync()[0]).toBeGreaterThan(0);
    expect(Math.abs(tf.grad(value)(query).dataSync()[1])).toBeGreaterThan(0);
  });

  test('measures a search', async () => {
    const { embeddingMatrix, evaluateRetrieval } = browser;
    const gallery = embeddingMatrix(Float32Array.of(1, 0, 0, 1), 2, 2);
    const { averagePrecision } = await evaluateRetrieval({
      queries: embeddingMatrix(Float32Array.of(0.9, 0.1), 1, 2),
      gallery,
      queryLabels: [7],
      galleryLabels: [7, 8],
    });
    expect(averagePrecision.estimate.mean).toBe(1);
  });

  test('opens an exported query model by its address', async () => {
    const files = await graphModelFormat.write(toyPlan(), 'float32');
    const server = createServer(({ url }, response) => {
      const bytes = files.get(url!.replace('/model/', ''));
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const model = await browser.openGraphModel(`${address}/model`);
      const pixels = Float32Array.from({ length: 2 * toySize ** 2 * 3 }, (_, i) => (i * 37) % 256);
      expect(largestDifference(await model.embed(pixels, 2), toyEmbeddings(pixels, 2))).toBeLessThan(1e-4);
      model.dispose();
      await expect(browser.openGraphModel(`${address}/none/`)).rejects.toThrow(/model\.json[^]*404/);
    } finally {
      server.close();
    }
  });
});
