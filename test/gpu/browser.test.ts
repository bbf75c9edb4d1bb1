import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { formats } from '../../src/export/formats.js';
import { planQueryModel } from '../../src/export/planQueryModel.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { embedSquares } from '../../src/trainedModels/embedSquares.js';
import { listen, type Listening } from '../demo/opened.js';
import { shakeModel, largestDifference } from '../export/toyNetwork.js';
import { noChromium, openChromium } from '../helpers/chromium.js';

const [count, size, dimension] = [4, 32, 12];
const pixels = randomPictures(count, size);

/** SwiftShader in the place of a card. */
const software = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
];

const library = (path: string): string => workspacePath('node_modules', '@tensorflow', path);
const scripts = [
  'tfjs/dist/tf.min.js',
  'tfjs-backend-wasm/dist/tf-backend-wasm.min.js',
  'tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js',
].map(library);
const assemblies = ['', '-simd', '-threaded-simd'].map((kind) =>
  library(`tfjs-backend-wasm/dist/tfjs-backend-wasm${kind}.wasm`),
);

const page = `<!doctype html><title>Exported model</title>${scripts
  .map((path) => `<script src="/${basename(path)}"></script>`)
  .join('')}`;

/** Runs in the page: the embeddings that the exported model computes on a backend; null where the backend does not start. */
const embedOn = (backend: string): string => `(async () => {
  tf.wasm?.setWasmPaths('/');
  if (!(await tf.setBackend('${backend}').catch(() => false)) || tf.getBackend() !== '${backend}') return null;
  await tf.ready();
  const model = await tf.loadGraphModel('/model.json');
  const pictures = tf.tensor4d(${JSON.stringify(Array.from(pixels))}, [${count}, ${size}, ${size}, 3]);
  return Array.from(await model.predict(pictures).data());
})()`;

let browser: Browser | undefined;
let site: Listening;
let native: Float32Array;

beforeAll(async () => {
  browser = await openChromium(software);
  if (!browser) return;
  await selectBackend({ prefer: 'native' });
  const model = await createQueryModel(
    { kind: 'smallCnn', size, width: 0.5, pooling: 'gem' },
    randomSource(4),
    {
      dimension,
    },
  );
  shakeModel(model);
  native = (await embedSquares(model, undefined, pixels, count)).data;
  const exported = await formats['tfjs-graph'].write(await planQueryModel(model), 'float32');
  model.dispose();
  const files = new Map<string, Uint8Array | string>([['/', page]]);
  for (const [name, bytes] of exported) files.set(`/${name}`, bytes);
  for (const path of [...scripts, ...assemblies]) files.set(`/${basename(path)}`, readFileSync(path));
  const types = { js: 'text/javascript', wasm: 'application/wasm', json: 'application/json' };
  site = await listen(
    createServer((request, response) => {
      const found = files.get(request.url!);
      const ending = /\.(js|wasm|json)$/.exec(request.url!)?.[1] as keyof typeof types | undefined;
      response.writeHead(found === undefined ? 404 : 200, {
        'Content-Type': ending ? types[ending] : 'text/html',
      });
      response.end(found);
    }),
  );
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});

test.for(['cpu', 'wasm', 'webgl', 'webgpu'])(
  'an exported model gives in Chromium on %s what it gives natively',
  async (backend, { skip }) => {
    if (!browser) skip(noChromium);
    const tab = await browser!.newPage();
    await tab.goto(site.address);
    const embeddings = await tab.evaluate<number[] | null>(embedOn(backend));
    await tab.close();
    if (embeddings === null) skip(`this Chromium has no ${backend}, so that it was not tried there`);
    expect(largestDifference(embeddings!, native)).toBeLessThan(1e-5);
    expect(
      largestDifference(embeddings!.slice(0, dimension), embeddings!.slice(dimension, 2 * dimension)),
    ).toBeGreaterThan(0.01);
  },
);
